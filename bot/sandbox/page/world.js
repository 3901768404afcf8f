// What there is, kept up to date by the stream: the bot, people, and the chats of those whose column is open.
//
// Events: "people" (who there is), "person" (one of them), "chats" (which chats somebody has), "chat" (what stands in
// one), "answered" (a press), "script", "status".

import { api } from "./api.js";
import { follow } from "./live.js";
import { Thread, pressKey } from "./thread.js";

const LOST = 20_000; // milliseconds after which a button that nobody answered stops looking busy

export class World extends EventTarget {
  bot = null;
  people = new Map();
  #threads = new Map(); // person → threads
  #turn = Promise.resolve();
  #refreshes = false;

  /** Starts listening; the first thing that is said is hello, at which everything is read. */
  start() {
    follow({
      hello: () => this.#next(() => this.#load()),
      happened: (event) => this.#next(() => this.#apply(event)),
      people: () => this.#refreshSoon(),
      script: (script) => this.#tell("script", script),
      status: (flowing) => this.#tell("status", flowing),
    });
  }

  threads(person) {
    return this.#threads.get(person) ?? [];
  }

  /** Begins to follow somebody's chats. */
  open(person) {
    return this.#next(() => this.#chats(person, true));
  }

  close(person) {
    this.#threads.delete(person);
  }

  /** One thing after the other, so that no event overtakes what was read before it. */
  #next(work) {
    this.#turn = this.#turn.then(work).catch((error) => console.error(error));
    return this.#turn;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  async #load() {
    this.bot = await api.bot();
    await this.#refresh();
    for (const person of this.#threads.keys()) await this.#chats(person, true);
  }

  /** However many people come at once, who there is is read once more after the last of them. */
  #refreshSoon() {
    if (this.#refreshes) return;
    this.#refreshes = true;
    this.#next(() => {
      this.#refreshes = false;
      return this.#refresh();
    });
  }

  async #refresh() {
    const people = await api.people();
    this.people = new Map(people.map((each) => [each.user.id, each]));
    for (const person of this.#threads.keys()) {
      if (this.people.has(person)) await this.#chats(person, false);
      else this.#threads.delete(person);
    }
    this.#tell("people");
  }

  /** Reads somebody's chats; of those known already the messages only if `anew`. */
  async #chats(person, anew) {
    const known = new Map(this.threads(person).map((thread) => [thread.id, thread]));
    const threads = [];
    for (const info of await api.chats(person)) {
      let thread = known.get(info.chat.id);
      if (thread) thread.info = info;
      if (!thread || anew) {
        const fresh = thread ?? new Thread(person, info);
        fresh.messages = new Map((await api.messages(person, info.chat.id)).map((each) => [each.message_id, each]));
        if (!thread && known.size) fresh.unread = fresh.all().filter((message) => !fresh.isMine(message)).length;
        thread = fresh;
      }
      threads.push(thread);
    }
    this.#threads.set(person, threads);
    this.#tell("chats", person);
    for (const thread of threads) this.#tell("chat", { thread });
  }

  *#in(chatId) {
    for (const threads of this.#threads.values()) yield* threads.filter((thread) => thread.id === chatId);
  }

  async #apply(event) {
    switch (event.event) {
      case "message":
        this.#began(event.message);
        for (const thread of this.#in(event.chat_id)) {
          thread.put(event.message);
          if (event.message.pinned_message) await this.#chats(thread.person, false);
          this.#tell("chat", { thread, arrived: event.message });
        }
        return;
      case "edited":
        for (const thread of this.#in(event.chat_id)) {
          if (!thread.messages.has(event.message.message_id)) continue;
          thread.put(event.message);
          this.#tell("chat", { thread });
        }
        return;
      case "deleted":
        for (const thread of this.#in(event.chat_id)) {
          thread.messages.delete(event.message_id);
          this.#tell("chat", { thread });
        }
        return;
      case "reacted":
        return this.#reacted(event);
      case "pressed":
        return this.#pressed(event);
      case "answered":
        return this.#answered(event);
      case "blocked":
      case "unblocked":
      case "deactivated":
        return this.#stands(event);
      case "joined":
      case "left":
        for (const person of [...this.#threads.keys()]) await this.#chats(person, false);
    }
  }

  #began(message) {
    const person = this.people.get(message.from?.id);
    if (!person || person.began || message.chat.id !== message.from.id) return;
    person.began = true;
    this.#tell("person", message.from.id);
  }

  #stands(event) {
    const person = this.people.get(event.person_id);
    if (!person) return;
    if (event.event === "deactivated") person.deactivated = true;
    else person.blocked = event.event === "blocked";
    this.#tell("person", event.person_id);
  }

  #reacted(event) {
    for (const thread of this.#in(event.chat_id)) {
      const message = thread.messages.get(event.message_id);
      if (!message) continue;
      thread.put({ ...message, reactions: { ...message.reactions, [event.actor_id]: event.reactions } });
      this.#tell("chat", { thread });
    }
  }

  #pressed(event) {
    for (const thread of this.#in(event.chat_id)) {
      if (thread.person !== event.person_id) continue;
      const key = pressKey(event.message_id, event.data);
      thread.busy.set(key, event.query_id);
      this.#tell("chat", { thread });
      setTimeout(() => this.#rests(thread, key, event.query_id), LOST);
    }
  }

  #answered(event) {
    for (const thread of this.threads(event.person_id)) {
      for (const [key, queryId] of thread.busy) {
        if (queryId === event.query_id) this.#rests(thread, key, queryId);
      }
    }
    this.#tell("answered", event);
  }

  #rests(thread, key, queryId) {
    if (thread.busy.get(key) !== queryId) return;
    thread.busy.delete(key);
    this.#tell("chat", { thread });
  }
}
