// One line in a page of the commune: <script src="https://…/embed.js" async></script>
(() => {
  const home = new URL(document.currentScript.src).origin;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Hỏi Cầm Tay";
  button.setAttribute("aria-expanded", "false");
  button.style.cssText = "position:fixed;right:16px;bottom:16px;z-index:2147483000;min-height:52px;padding:0 20px;border:0;border-radius:26px;background:#0b5d4e;color:#fff;font:600 18px/1 system-ui,sans-serif;box-shadow:0 4px 16px rgba(0,0,0,.25);cursor:pointer";
  let frame = null;
  button.addEventListener("click", () => {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.src = home + "/?embedded=1";
      frame.title = "Cầm Tay – trợ lý dịch vụ công";
      frame.style.cssText = "position:fixed;right:16px;bottom:80px;z-index:2147483000;width:min(420px,calc(100vw - 32px));height:min(640px,calc(100vh - 112px));border:1px solid #b8c4c0;border-radius:16px;background:#fff;box-shadow:0 8px 32px rgba(0,0,0,.25)";
      frame.hidden = true;
      document.body.append(frame);
    }
    frame.hidden = !frame.hidden;
    button.textContent = frame.hidden ? "Hỏi Cầm Tay" : "Đóng";
    button.setAttribute("aria-expanded", String(!frame.hidden));
  });
  document.body.append(button);
})();
