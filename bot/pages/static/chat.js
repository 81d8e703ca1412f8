// The web chat: sends messages, shows answers as they come, survives a lost connection.
(() => {
  const log = document.getElementById("log");
  const form = document.getElementById("composer");
  const box = document.getElementById("text");
  const file = document.getElementById("file");
  const typing = document.getElementById("typing");
  const state = document.getElementById("state");
  const words = log.dataset;
  const title = document.title;
  const maxBytes = 10 * 1024 * 1024;
  let last = Number(words.last || 0);
  let unread = 0;
  let waiting = 0;
  let queue = Promise.resolve();
  let events = null;

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const official = /\b(?:https:\/\/)?((?:[a-z0-9-]+\.)+gov\.vn(?:\/[^\s]*)?)/gi;
  const withLinks = (text) => {
    const part = element("div", "text");
    let from = 0;
    for (const found of text.matchAll(official)) {
      part.append(text.slice(from, found.index));
      const tail = found[0].match(/[.,;:!?)”"]*$/)[0];
      const shown = found[0].slice(0, found[0].length - tail.length);
      const link = element("a", "", shown);
      link.href = shown.startsWith("https://") ? shown : "https://" + shown;
      part.append(outside(link), tail);
      from = found.index + found[0].length;
    }
    part.append(text.slice(from));
    return part;
  };

  const toEnd = () => { if (log.querySelector(".bubble")) log.scrollTop = log.scrollHeight; };  // a first visitor reads the greeting from its start

  const bubble = (author, text) => {
    const made = element("article", "bubble " + author);
    made.append(element("p", "unseen", ({citizen: words.you, person: words.person}[author] || words.bot) + ":"));
    if (text) made.append(author === "citizen" ? element("div", "text", text) : withLinks(text));
    return made;
  };

  const buttons = (choices) => {
    const row = element("div", "choices");
    choices.forEach((choice) => {
      const button = element("button", "", choice.label);
      button.type = "button";
      button.addEventListener("click", () => send({choice: choice.id}, choice.label));
      row.append(button);
    });
    return row;
  };

  const dropChoices = () => log.querySelectorAll(".choices").forEach((row) => row.remove());

  const copyButton = (text) => {
    const button = element("button", "copy", words.copy);
    button.type = "button";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    });
    return button;
  };

  const isWorthCopying = (text) => navigator.clipboard && text.length > 60;

  const image = (address) => {
    const made = element("img");
    made.src = address;
    made.alt = words.picture;
    return made;
  };

  const anchor = (address, text) => {
    const made = element("a", "document", text);
    made.href = address;
    return made;
  };

  const outside = (link) => {
    link.target = "_blank";
    link.rel = "noopener";
    return link;
  };

  // What a person of the team sent beside words.
  const shownFile = (sent) => {
    if (sent.kind === "photo") {
      const link = outside(anchor(sent.address, ""));
      link.append(image(sent.address));
      return link;
    }
    if (sent.kind === "location") return outside(anchor(sent.address, words.map));
    const player = {voice: "audio", video: "video"}[sent.kind];
    if (!player) {
      const link = anchor(sent.address, sent.name || words.file);
      link.download = "";
      return link;
    }
    const made = element(player);
    made.controls = true;
    made.preload = "none";
    made.src = sent.address;
    return made;
  };

  const show = (line) => {
    if (line.id <= last) return;
    last = line.id;
    dropChoices();
    const made = bubble(line.author, line.text);
    made.dataset.id = line.id;
    if (line.picture) made.append(image(line.picture));
    line.files.forEach((sent) => made.append(shownFile(sent)));
    if (line.document) {
      const link = anchor(URL.createObjectURL(new Blob([line.document.text], {type: "text/plain;charset=utf-8"})), line.document.name);
      link.download = line.document.name;
      made.append(link);
    }
    if (line.link) made.append(outside(anchor(line.link.address, line.link.site)));
    if (isWorthCopying(line.text)) made.append(copyButton(line.text));
    if (line.choices.length) made.append(buttons(line.choices));
    log.append(made);
    waiting = 0;
    typing.hidden = true;
    if (document.hidden) {
      unread += 1;
      document.title = `(${unread} ${words.unread}) ${title}`;
    }
    const settle = () => {
      if (made.offsetHeight > log.clientHeight) log.scrollTop = made.offsetTop - log.offsetTop - 12; else toEnd();
    };
    made.querySelectorAll("img").forEach((picture) => picture.addEventListener("load", settle, {once: true}));
    settle();
  };

  const busy = () => {
    waiting = Date.now();
    const mine = waiting;
    typing.hidden = false;
    toEnd();
    setTimeout(() => { if (waiting === mine) typing.hidden = true; }, 20000);
  };

  const tell = (text) => {
    state.textContent = text || "";
    state.hidden = !text;
  };

  // The cookie ends after a month, or with the data it belongs to; opening the page gives a new one.
  const fetchAgain = async (address, what) => {
    const response = await fetch(address, what);
    if (response.status !== 401) return response;
    await fetch("/", {credentials: "same-origin"});
    listen();
    return fetch(address, what);
  };

  const post = async (body) => {
    const response = await fetchAgain("/web/messages", {
      method: "POST", credentials: "same-origin",
      headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
    });
    if (response.status === 401) tell(await response.text());
    if (response.status === 429) tell((await response.json()).message);
    else if (response.ok) tell("");
    if (!response.ok) throw new Error(String(response.status));
  };

  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");

  // One message after the other, so that the order on the screen is the order that arrives.
  function send(body, shown) {
    const made = bubble("citizen", shown);
    dropChoices();
    log.append(made);
    busy();
    const message = {id: newId(), ...body};
    const attempt = () => post(message).catch(() => {
      made.classList.add("failed");
      const again = element("button", "again", words.failed);
      again.type = "button";
      again.addEventListener("click", () => { again.remove(); made.classList.remove("failed"); busy(); queue = queue.then(attempt); });
      made.append(again);
      typing.hidden = true;
    });
    queue = queue.then(attempt);
  }

  const sendFile = async (chosen) => {
    if (chosen.size > maxBytes) { tell(words.tooBig); return; }
    const made = bubble("citizen", words.photo);
    const picture = element("img");
    picture.src = URL.createObjectURL(chosen);
    picture.alt = words.photo;
    made.append(picture);
    log.append(made);
    busy();
    const body = new FormData();
    body.append("id", newId());
    body.append("file", chosen);
    queue = queue.then(async () => {
      const response = await fetchAgain("/web/files", {method: "POST", credentials: "same-origin", body});
      if (!response.ok) { tell((await response.json()).message); typing.hidden = true; }
    }).catch(() => tell(words.failed));
  };

  const grow = () => {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight, 180) + "px";
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) { box.focus(); return; }
    box.value = "";
    grow();
    send({text}, text);
  });
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  file.addEventListener("change", () => { if (file.files[0]) sendFile(file.files[0]); file.value = ""; });
  document.querySelectorAll(".topics, form.choices").forEach((part) => part.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    send(button.dataset.choice ? {choice: button.dataset.choice} : {text: button.dataset.text}, button.textContent.trim());
  }));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) { unread = 0; document.title = title; }
  });
  addEventListener("offline", () => tell(words.offline));
  addEventListener("online", () => {
    tell("");
    log.querySelectorAll(".again").forEach((again) => again.click());
  });
  document.querySelectorAll(".bubble.bot, .bubble.person").forEach((made) => {
    const said = made.querySelector(".text");
    if (!said) return;
    const text = said.textContent;
    said.replaceWith(withLinks(text));
    if (isWorthCopying(text)) made.insertBefore(copyButton(text), made.querySelector(".choices"));
  });

  function listen() {
    if (events) events.close();
    const mine = events = new EventSource("/web/events?after=" + last);
    mine.addEventListener("line", (event) => show(JSON.parse(event.data)));
    mine.onerror = () => {
      mine.close();
      setTimeout(() => { if (mine === events) listen(); }, 1500 + Math.random() * 1500);
    };
    mine.onopen = () => { if (navigator.onLine) tell(""); };
  }
  document.querySelectorAll("[data-display]").forEach((button) => button.addEventListener("click", () => requestAnimationFrame(toEnd)));
  listen();
  toEnd();
  if (words.start) {
    post({id: newId(), start: words.start}).then(busy, () => tell(words.failed));
    history.replaceState(null, "", "/");
  }
})();
