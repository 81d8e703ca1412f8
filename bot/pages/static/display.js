// Large text and dark mode, kept on this device only; runs before the page is drawn.
(() => {
  const root = document.documentElement;
  const read = (name) => { try { return localStorage.getItem("camtay-" + name); } catch { return null; } };
  const write = (name, value) => { try { localStorage.setItem("camtay-" + name, value); } catch { /* private mode: not kept */ } };
  const prefersDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const state = {
    large: read("large") === "1",
    dark: read("dark") === null ? prefersDark : read("dark") === "1",
  };
  const apply = () => {
    root.dataset.large = state.large ? "1" : "0";
    root.dataset.dark = state.dark ? "1" : "0";
    document.querySelectorAll("[data-display]").forEach((button) => {
      button.setAttribute("aria-pressed", String(state[button.dataset.display]));
    });
  };
  apply();
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    document.querySelectorAll("[data-display]").forEach((button) => button.addEventListener("click", () => {
      const name = button.dataset.display;
      state[name] = !state[name];
      write(name, state[name] ? "1" : "0");
      apply();
    }));
    document.querySelectorAll("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => print());
    });
    document.addEventListener("click", (event) => {
      document.querySelectorAll("details.menu[open]").forEach((menu) => {
        if (!menu.contains(event.target)) menu.open = false;
      });
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
    });
  });
})();
