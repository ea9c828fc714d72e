/** What the page of the HTTP interface says. */

const en = {
  "reference.title": "The HTTP interface",
  "reference.intro":
    "What a client may rely on. Errors are problem documents (RFC 9457) with a stable code. The events and the socket are described in docs/protocol.md.",
  "reference.parameters": "Parameters",
  "reference.body": "Body",
  "reference.answers": "Answers",
  "reference.schemas": "Shapes",
  "reference.required": "required",
  "reference.failed": "The description could not be loaded.",
};

/** @type {Record<keyof typeof en, string>} */
const zh = {
  "reference.title": "HTTP 接口",
  "reference.intro":
    "客户端可以依赖的内容。错误为问题文档（RFC 9457），带有稳定的代码。事件和套接字见 docs/protocol.md。",
  "reference.parameters": "参数",
  "reference.body": "请求体",
  "reference.answers": "应答",
  "reference.schemas": "结构",
  "reference.required": "必填",
  "reference.failed": "无法加载接口描述。",
};

export const reference = { en, zh };
