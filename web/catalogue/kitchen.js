/** What stands around every view of the kitchen's page. */

const en = {
  "login.title": "Kitchen",
  "login.shop": "Shop",
  "login.passcode": "Passcode",
  "login.go": "Log in",
  "login.busy": "Logging in…",
  "login.reveal": "Show what is typed",
  "login.ended": "This session has ended. Log in again.",
  "login.waiting": "Orders that were waiting: {count}. They cancel themselves if nobody accepts.",
  "login.out": "Log out",
  "login.watch": "Only look: this screen neither acts nor counts as the kitchen",

  "kitchen.views": "Views",
  "view.board": "Orders",
  "view.menu": "Dishes",
  "view.today": "Today",
  "view.settings": "Settings",
  "sheet.close": "Close",
};

/** @type {Record<keyof typeof en, string>} */
const zh = {
  "login.title": "厨房",
  "login.shop": "店铺",
  "login.passcode": "口令",
  "login.go": "登录",
  "login.busy": "正在登录…",
  "login.reveal": "显示输入的内容",
  "login.ended": "登录已失效，请重新登录。",
  "login.waiting": "登录失效时有 {count} 个订单在等待，无人接单会自动取消。",
  "login.out": "退出登录",
  "login.watch": "只查看：此屏幕不能操作，也不算厨房在线",

  "kitchen.views": "页面",
  "view.board": "订单",
  "view.menu": "菜品",
  "view.today": "今日",
  "view.settings": "设置",
  "sheet.close": "关闭",
};

export const kitchen = { en, zh };
