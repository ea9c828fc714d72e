/** What the kitchen's page says of whether the shop is open, and of a change of it or its menu that came to nothing. */

const en = {
  "kitchen.open": "Open",
  "kitchen.closed": "Closed",
  "kitchen.do_open": "Open the shop",
  "kitchen.do_close": "Close the shop",
  "kitchen.not_accepting": "Customers cannot order: the shop is closed.",

  "opening.not_counted":
    "Customers cannot order: the shop is open, but this screen is not counted as connected.",
  "opening.nobody": "Customers cannot order: the shop is open, but no kitchen screen is connected.",

  "pause.begin": "Pause",
  "pause.title": "Pause for how long?",
  "pause.meaning": "Meanwhile customers cannot order. Orders you already have stay.",
  "pause.minutes": "{minutes} minutes",
  "pause.left": "Paused · {left}",
  "pause.end": "Resume",
  "pause.notice": "Customers cannot order: the shop is paused, and goes on by itself at {time}.",

  "dishes.unchanged": "{dish} is unchanged. {why}",

  "editing.gone": "Another screen has removed or renamed this. The list shows how it is now.",
};

/** @type {Record<keyof typeof en, string>} */
const zh = {
  "kitchen.open": "营业中",
  "kitchen.closed": "休息中",
  "kitchen.do_open": "开始营业",
  "kitchen.do_close": "停止营业",
  "kitchen.not_accepting": "顾客无法下单：店铺休息中。",

  "opening.not_counted": "顾客无法下单：店铺营业中，但此屏幕未被计为在线。",
  "opening.nobody": "顾客无法下单：店铺营业中，但没有厨房屏幕在线。",

  "pause.begin": "暂停接单",
  "pause.title": "暂停多久？",
  "pause.meaning": "期间顾客无法下单，已有的订单不受影响。",
  "pause.minutes": "{minutes} 分钟",
  "pause.left": "暂停中 · {left}",
  "pause.end": "恢复接单",
  "pause.notice": "顾客无法下单：暂停接单中，{time} 自动恢复。",

  "dishes.unchanged": "“{dish}”未更改。{why}",

  "editing.gone": "另一个屏幕已将其移除或改名。列表显示的是最新状态。",
};

export const opening = { en, zh };
