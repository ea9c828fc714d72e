declare const htm: {
  bind<T>(h: (...parts: any[]) => T): (strings: TemplateStringsArray, ...values: any[]) => T;
};
export default htm;
