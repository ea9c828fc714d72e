import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { keepAwake } from "../../web/kitchen/screen/wake-lock.js";
import { settle, stopTime } from "./socket.js";

/** @import { TestContext } from "node:test" */
/** @import { Awake } from "../../web/kitchen/screen/wake-lock.js" */

beforeEach(stopTime);

const RETRY_MILLISECONDS = 60_000;

/** A lock that says when it is let go of, as browsers' do. */
class Sentinel extends EventTarget {
  released = false;
  async release() {
    if (this.released) return;
    this.released = true;
    this.dispatchEvent(new Event("release"));
  }
}

/** A device whose screen can be kept awake, and what the page is told of it. @param {TestContext} context */
function wake(context) {
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const device = {
    mayHold: true,
    /** @type {Sentinel[]} */
    locks: [],
    /** @type {Awake[]} */
    told: [],
    end: () => {},
    /** How many locks keep the screen awake. */
    get held() {
      return this.locks.filter(({ released }) => !released).length;
    },
    /** @param {"visible" | "hidden"} state */
    async show(state) {
      page.visibilityState = state;
      if (state === "hidden") for (const lock of this.locks) lock.release();
      page.dispatchEvent(new Event("visibilitychange"));
      await settle();
    },
    async begin() {
      this.end = keepAwake((awake) => this.told.push(awake));
      await settle();
    },
  };
  const wakeLock = {
    request: async () => {
      await undefined;
      if (!device.mayHold) throw new DOMException("battery", "NotAllowedError");
      const lock = new Sentinel();
      device.locks.push(lock);
      return lock;
    },
  };
  context.after(() => device.end());
  stand(context, page, { wakeLock });
  return device;
}

/** Has the globals of a browser be these. @param {TestContext} context @param {object} document @param {object} navigator */
function stand(context, document, navigator) {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.assign(globalThis, { document });
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  context.after(() => {
    Reflect.deleteProperty(globalThis, "document");
    Reflect.deleteProperty(globalThis, "navigator");
    if (before) Object.defineProperty(globalThis, "navigator", before);
  });
}

test("the screen is kept awake while the page stands, and asked for again when it is shown again", async (context) => {
  const device = wake(context);
  await device.begin();
  assert.equal(device.held, 1);
  await device.show("hidden");
  assert.equal(device.held, 0);
  assert.deepEqual(device.told, ["held"], "a hidden page was not refused");
  await device.show("visible");
  assert.equal(device.held, 1);
  device.end();
  assert.equal(device.held, 0);
  await device.show("visible");
  assert.equal(device.held, 0);
  assert.ok(!device.told.includes("refused"));
});

test("one lock is held, however often it is asked for meanwhile", async (context) => {
  const device = wake(context);
  const begun = device.begin();
  await Promise.all([begun, device.show("visible"), device.show("visible")]);
  assert.equal(device.locks.length, 1);
});

test("a page that is hidden and shown again while it asks asks once more", async (context) => {
  const device = wake(context);
  device.mayHold = false;
  const begun = device.begin();
  const turned = [device.show("hidden"), device.show("visible")];
  await Promise.resolve();
  device.mayHold = true;
  await Promise.all([begun, ...turned]);
  assert.equal(device.held, 1);
  assert.deepEqual(device.told, ["held"]);
});

test("what is granted after its end is let go of", async (context) => {
  const device = wake(context);
  const begun = device.begin();
  device.end();
  await begun;
  assert.equal(device.locks.length, 1);
  assert.equal(device.held, 0);
  assert.deepEqual(device.told, []);
});

test("a refusal is told, and the screen asked for again until it is granted", async (context) => {
  const device = wake(context);
  device.mayHold = false;
  await device.begin();
  assert.deepEqual(device.told, ["refused"]);
  device.mayHold = true;
  mock.timers.tick(RETRY_MILLISECONDS);
  await settle();
  assert.deepEqual(device.told, ["refused", "held"]);
  // The battery is low: the browser lets go of what it granted.
  await device.locks[0]?.release();
  assert.deepEqual(device.told, ["refused", "held", "refused"]);
  mock.timers.tick(RETRY_MILLISECONDS);
  await settle();
  assert.equal(device.held, 1);
});

test("a browser that cannot keep a screen awake is asked for nothing", (context) => {
  stand(context, new EventTarget(), {});
  assert.doesNotThrow(keepAwake(() => assert.fail()));
});
