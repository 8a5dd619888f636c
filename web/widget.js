/**
 * Puts the chat on somebody's page: a button, and the chat in a frame behind it.
 *
 *   <script src="https://support.example/widget.js" data-title="Support" data-key="a key that may chat" defer></script>
 *
 * The server's TROUPE_CORS_ORIGINS names the pages that may.
 */
(() => {
  const {src, dataset} = document.currentScript;
  const home = new URL(".", src);
  const title = dataset.title || "Support";

  const sheet = new CSSStyleSheet(); // a site's policy may forbid style elements
  sheet.replaceSync(`
    :host { all: initial; position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; color-scheme: light dark; }
    button { display: block; margin-left: auto; padding: .75rem 1.25rem; border: 0; border-radius: 2rem; background: #0b57a4; color: #fff;
      font: 1rem/1.25 system-ui, sans-serif; cursor: pointer; box-shadow: 0 2px 8px rgb(0 0 0 / .3); }
    button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 5px #0b57a4; }
    iframe { display: block; width: min(25rem, calc(100vw - 2rem)); height: min(40rem, calc(100vh - 6rem)); margin-bottom: .75rem; border: 0; border-radius: .75rem;
      background: Canvas; box-shadow: 0 4px 24px rgb(0 0 0 / .35); }
    [hidden] { display: none; }
    @media (max-width: 30rem) { iframe { position: fixed; inset: 0; width: 100%; height: 100%; margin: 0; border-radius: 0; } }
  `);

  const button = Object.assign(document.createElement("button"), {type: "button", textContent: title});
  button.setAttribute("aria-expanded", "false");
  const frame = Object.assign(document.createElement("iframe"), {title, hidden: true});

  function show(shown) {
    if (shown && !frame.src) frame.src = home + "#" + new URLSearchParams({widget: "1", title, key: dataset.key ?? ""});
    frame.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
    (shown ? frame : button).focus();
  }
  button.addEventListener("click", () => show(frame.hidden));
  window.addEventListener("message", event => {
    if (event.source === frame.contentWindow && event.origin === home.origin && event.data === "troupe:close") show(false);
  });

  const host = document.createElement("troupe-chat");
  const root = host.attachShadow({mode: "closed"});
  root.adoptedStyleSheets = [sheet];
  root.append(frame, button);
  const put = () => document.body.append(host);
  if (document.body) put();
  else addEventListener("DOMContentLoaded", put);
})();
