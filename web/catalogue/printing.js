/** What the kitchen's page says of printing orders, and on their tickets. */

const en = {
  "print.print": "Print",
  "print.order": "Print order {number}",
  "print.placed": "{date}, {time}",
  "print.promised": "Ready at {time}",
  "print.total": "Total",
  "print.title": "Printing on this device",
  "print.when": "Print each order by itself",
  "print.copies": "Copies",
  "print.kiosk":
    "Chromium started with --kiosk-printing prints at once. Any other browser opens its dialogue for each order, and this screen stands still until somebody answers it.",
  "print.cannot": "This browser cannot print.",
  "moment.never": "Never",
  "moment.placed": "When it arrives",
  "moment.accepted": "When it is accepted",
};

/** @type {Record<keyof typeof en, string>} */
const zh = {
  "print.print": "打印",
  "print.order": "打印订单 {number}",
  "print.placed": "{date} {time} 下单",
  "print.promised": "{time} 做好",
  "print.total": "合计",
  "print.title": "本机打印",
  "print.when": "自动打印每个订单",
  "print.copies": "份数",
  "print.kiosk":
    "以 --kiosk-printing 启动的 Chromium 会直接打印。其他浏览器每单都会弹出打印窗口，在有人处理之前此屏幕会停住。",
  "print.cannot": "此浏览器无法打印。",
  "moment.never": "不自动打印",
  "moment.placed": "收到订单时",
  "moment.accepted": "接单时",
};

export const printing = { en, zh };
