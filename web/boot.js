/**
 * Loads the page again when one of its files could not be loaded: a network that fails for a moment must not leave a
 * kitchen's screen blank. No module, so that it is there before any of them.
 */

{
  const RETRY_SECONDS = 3;

  /** Not before the server answers: a browser's own error page would not come back by itself. */
  const reload = () => {
    fetch(location.pathname, { cache: "no-store" }).then(
      (response) => (response.ok ? location.reload() : later()),
      () => later(),
    );
  };
  const later = () => setTimeout(reload, RETRY_SECONDS * 1000 * (0.5 + Math.random()));

  addEventListener(
    "error",
    ({ target }) => {
      // A script that is no module only helps the one that is.
      const isNeeded =
        target instanceof HTMLScriptElement
          ? target.type === "module"
          : target instanceof HTMLLinkElement;
      if (isNeeded) later();
    },
    true,
  );
}
