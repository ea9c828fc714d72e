/**
 * HTTP calls to our own origin. Whatever is no success is a `Problem` (RFC 9457) with a stable code.
 */

const TIME_LIMIT_SECONDS = 10;

/** A call that did not succeed. `status` is 0 and `code` is `no_answer` where nothing (readable) was answered. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {Record<string, any>} [members] of the problem document
   * @param {number | null} [retryAfterSeconds]
   */
  constructor(status, code, members = {}, retryAfterSeconds = null) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.members = members;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whether nobody can know if the call had its effect, or it had none only for now: it may be made again. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** @param {unknown} error @returns {Problem} */
export function asProblem(error) {
  return error instanceof Problem ? error : new Problem(0, "no_answer", { cause: String(error) });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{
 *   token?: string | null, body?: object, headers?: Record<string, string>, signal?: AbortSignal, keepalive?: boolean,
 * }} [options] `signal` ends the call; without one it has a time limit of its own. With `keepalive` it outlives the page
 * @returns {Promise<Response>} a success or a 304
 */
export async function call(
  method,
  path,
  { token, body, headers = {}, signal, keepalive = false } = {},
) {
  const make = () =>
    fetch(path, {
      method,
      cache: "no-store",
      keepalive,
      signal: signal ?? timeLimit(),
      headers: {
        ...headers,
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body && { "Content-Type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const response = await (takeEarly(method, path) ?? make()).catch((error) => {
    throw asProblem(error);
  });
  if (!response.ok && response.status !== 304) throw await problemOf(response);
  return response;
}

/** What `customer/early.js` asked for, once. @param {string} method @param {string} path @returns {Promise<Response> | undefined} */
function takeEarly(method, path) {
  const { askedEarly } = /** @type {{askedEarly?: Map<string, Promise<Response>>}} */ (globalThis);
  const answer = method === "GET" ? askedEarly?.get(path) : undefined;
  askedEarly?.delete(path);
  return answer;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Parameters<typeof call>[2]} [options]
 * @returns {Promise<any>} the JSON of the answer
 */
export async function callJson(method, path, options) {
  const response = await call(method, path, options);
  return response.json().catch((error) => {
    throw asProblem(error);
  });
}

/** Older tablets have no AbortSignal.timeout. What has ended by then is not harmed. */
function timeLimit() {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), TIME_LIMIT_SECONDS * 1000);
  return controller.signal;
}

/** @param {Response} response */
async function problemOf(response) {
  const document = await response.json().catch(() => ({}));
  const seconds = Number.parseFloat(response.headers.get("Retry-After") ?? "");
  const code = typeof document.code === "string" ? document.code : "unavailable";
  return new Problem(response.status, code, document, Number.isFinite(seconds) ? seconds : null);
}

/** @param {string} segment */
export const path = (segment) => encodeURIComponent(segment);
