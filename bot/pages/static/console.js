// The team's pages work without this file; it adds fresh lists, sounds, keys, and drafts that survive a reload.
(() => {
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const read = (name) => { try { return localStorage.getItem("camtay-" + name); } catch { return null; } };
  const write = (name, value) => { try { localStorage.setItem("camtay-" + name, value); } catch { /* private mode */ } };
  const wantsAlerts = () => read("alerts") === "1";

  function beep() {
    try {
      const sound = new AudioContext();
      [660, 880].forEach((pitch, index) => {
        const tone = sound.createOscillator(), volume = sound.createGain(), start = sound.currentTime + index * .18;
        tone.frequency.value = pitch;
        volume.gain.setValueAtTime(.12, start);
        volume.gain.exponentialRampToValueAtTime(.001, start + .16);
        tone.connect(volume).connect(sound.destination);
        tone.start(start);
        tone.stop(start + .17);
      });
    } catch { /* no sound on this device */ }
  }

  function tell(text) {
    if (!wantsAlerts()) return;
    beep();
    if ("Notification" in window && Notification.permission === "granted") {
      const shown = new Notification("Cầm Tay", { body: text, tag: "camtay-case" });
      shown.onclick = () => { window.focus(); shown.close(); };
    }
  }

  function keepFresh(list) {
    let newest = Number(list.dataset.newest), first = true, mine = null;
    const title = document.title, events = new EventSource(list.dataset.live);
    const state = document.createElement("p");
    state.className = "state";
    state.setAttribute("role", "status");
    state.hidden = true;
    list.before(state);
    events.onerror = () => { state.textContent = list.dataset.lost; state.hidden = false; };
    events.onopen = () => { state.hidden = true; };
    events.addEventListener("cases", async (event) => {
      const seen = JSON.parse(event.data);
      document.title = seen.waiting ? `(${seen.waiting}) ${title}` : title;
      all('[data-count="open"]').forEach((count) => { count.textContent = seen.waiting; });
      const wroteAgain = mine && seen.mine.some((line) => !mine.includes(line));
      if (!first || seen.newest > newest) {
        const answer = await fetch(list.dataset.from, { headers: { Accept: "text/html" } });
        if (answer.ok) {
          const focused = document.activeElement && document.activeElement.getAttribute("href");
          list.innerHTML = await answer.text();
          if (focused) one(`[data-row][href="${CSS.escape(focused)}"]`, list)?.focus();
        }
        if (seen.newest > newest || wroteAgain) tell(list.dataset.new);
      }
      newest = Math.max(newest, seen.newest);
      mine = seen.mine;
      first = false;
      list.dataset.fresh = String(seen.newest);
    });
    addEventListener("pagehide", () => events.close());
  }

  function keepCaseFresh(page) {
    let known = null;
    const events = new EventSource(page.dataset.caseLive);
    events.addEventListener("cases", async (event) => {
      const state = JSON.parse(event.data).case, changed = known !== null && known !== state;
      known = state;
      if (!changed) return;
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const heard = all(".said .citizen").length;
      all("[data-fresh]").forEach((old) => {
        const now = one(`[data-fresh="${old.dataset.fresh}"]`, fresh);
        if (now) old.replaceWith(now);
      });
      if (all(".said .citizen").length > heard) tell(page.dataset.new);
    });
    addEventListener("pagehide", () => events.close());
  }

  function offerAlerts(box) {
    const button = one("[data-notify]", box), state = one("[data-denied]", box);
    const canNotify = "Notification" in window;
    function show() {
      button.setAttribute("aria-pressed", String(wantsAlerts()));
      button.textContent = wantsAlerts() ? button.dataset.on : button.dataset.off;
      const denied = wantsAlerts() && (!canNotify || Notification.permission === "denied");
      state.textContent = denied ? state.dataset.denied : "";
    }
    box.hidden = false;
    show();
    button.addEventListener("click", async () => {
      write("alerts", wantsAlerts() ? "0" : "1");
      if (wantsAlerts()) {
        beep();
        if (canNotify && Notification.permission === "default") await Notification.requestPermission();
      }
      show();
    });
  }

  const SENT = "camtay-sent";

  function keepDraft(field) {
    const name = "camtay-" + field.dataset.draft;
    const kept = sessionStorage.getItem(name);
    if (kept && !field.value) field.value = kept;
    field.addEventListener("input", () => sessionStorage.setItem(name, field.value));
    field.form.addEventListener("submit", () => sessionStorage.setItem(SENT, name));
  }

  // What was sent is forgotten once a page says so: a refused form, or one that met no network, costs nobody their words.
  function forgetSent() {
    const name = sessionStorage.getItem(SENT);
    if (name && one(".done")) sessionStorage.removeItem(name);
    sessionStorage.removeItem(SENT);
  }

  function insertReply(event, link) {
    const field = one("#text");
    if (!field) return;
    event.preventDefault();
    const text = link.dataset.reply;
    field.value = field.value.trim() ? `${field.value.trimEnd()}\n\n${text}` : text;
    field.dispatchEvent(new Event("input"));
    field.focus();
    const gap = field.value.search(/\[[^\]]+\]/);
    if (gap >= 0) field.setSelectionRange(gap, field.value.indexOf("]", gap) + 1);
  }

  function move(by) {
    const rows = all("[data-row]");
    if (!rows.length) return;
    const next = Math.min(rows.length - 1, Math.max(0, rows.indexOf(document.activeElement) + by));
    rows[next].focus();
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const key = event.key.toLowerCase();
    if (key === "?") { one("#keys")?.showModal(); return; }
    if (key === "j" || key === "k") { move(key === "j" ? 1 : -1); return; }
    const target = one(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("textarea, input")) target.focus(); else target.click();
  }

  function checkWhileTyping(form) {
    const field = one("textarea.source", form), gutter = one(".gutter", form), word = one("[data-problem]", form);
    let problems = [], timer = 0, asked = 0;
    gutter.hidden = false;
    function draw() {
      const count = field.value.split("\n").length, rows = document.createDocumentFragment();
      for (let number = 1; number <= count; number += 1) {
        const row = document.createElement("div"), own = problems.filter((problem) => problem.line === number);
        row.textContent = number;
        if (own.length) {
          row.className = own.some((problem) => problem.fatal) ? "wrong" : "doubtful";
          row.title = own.map((problem) => problem.text).join("\n");
        }
        rows.append(row);
      }
      gutter.replaceChildren(rows);
      gutter.scrollTop = field.scrollTop;
      tell();
    }
    function tell() {
      const here = field.value.slice(0, field.selectionStart).split("\n").length;
      const near = problems.find((problem) => problem.line === here) || problems.find((problem) => problem.fatal) || problems[0];
      word.hidden = !near;
      word.textContent = near ? `${near.line}: ${near.text}` : "";
    }
    async function ask() {
      const mine = asked += 1, sent = new FormData(form);
      const answer = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(sent) });
      if (!answer.ok || mine !== asked) return;
      problems = await answer.json();
      draw();
    }
    field.addEventListener("input", () => { draw(); clearTimeout(timer); timer = setTimeout(ask, 700); });
    field.addEventListener("scroll", () => { gutter.scrollTop = field.scrollTop; });
    field.addEventListener("keyup", tell);
    field.addEventListener("click", tell);
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-line]");
      if (!link) return;
      event.preventDefault();
      const lines = field.value.split("\n"), wanted = Number(link.dataset.line);
      const start = lines.slice(0, wanted - 1).join("\n").length + (wanted > 1 ? 1 : 0);
      field.focus();
      field.setSelectionRange(start, start + (lines[wanted - 1] || "").length);
      field.scrollTop = Math.max(0, (wanted - 6) * parseFloat(getComputedStyle(field).lineHeight));
    });
    draw();
    ask();
  }

  all("[data-check]").forEach(checkWhileTyping);
  all("[data-live]").forEach(keepFresh);
  all("[data-case-live]").forEach(keepCaseFresh);
  all("[data-alerts]").forEach(offerAlerts);
  forgetSent();
  all("[data-draft]").forEach(keepDraft);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reply]");
    if (link) insertReply(event, link);
    const asks = event.target.closest("[data-ask]");
    if (asks && !confirm(asks.dataset.ask)) event.preventDefault();
  });
  document.addEventListener("keydown", press);
})();
