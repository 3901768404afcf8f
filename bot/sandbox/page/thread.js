// One chat as one person sees it: its messages, what is busy in it, and what its client would ask for.

export class Thread {
  constructor(person, info) {
    this.person = person;
    this.info = info;
    this.messages = new Map();
    this.unread = 0;
    this.busy = new Map(); // a pressed button → the id of its query
    this.revealed = new Set(); // spoilers and long quotations that were opened
    this.declined = 0; // the message whose ForceReply was closed
  }

  get id() {
    return this.info.chat.id;
  }

  get private() {
    return this.id > 0;
  }

  put(message) {
    this.messages.set(message.message_id, message);
  }

  /** Messages, oldest first. */
  all() {
    return [...this.messages.values()].sort((one, other) => one.message_id - other.message_id);
  }

  isMine(message) {
    return message.from?.id === this.person;
  }

  /** The newest own message that can be edited. */
  lastEditable() {
    return this.all().findLast((message) => this.isEditable(message));
  }

  isEditable(message) {
    const words = ["text", "photo", "video", "animation", "audio", "voice", "document"];
    return this.isMine(message) && !message.forward_origin && words.some((field) => field in message);
  }

  /** The bot's message with a ForceReply that nobody has answered, as clients find it. */
  asked() {
    for (const message of this.all().reverse()) {
      if (!message.from?.is_bot) return null;
      if (message.reply_markup?.force_reply) return message.message_id === this.declined ? null : message;
    }
    return null;
  }

  /** The reply keyboard below the field: rows of labels, empty if there is none. */
  replyKeyboard() {
    for (const message of this.all().reverse()) {
      if (message.reply_markup?.remove_keyboard) return [];
      if (message.reply_markup?.keyboard) {
        return message.reply_markup.keyboard.map((row) => row.map((key) => (typeof key === "string" ? key : key.text)));
      }
    }
    return [];
  }
}

/** Who a message is from: a person, the bot, or a channel. */
export const senderOf = (message) => message.from ?? message.sender_chat ?? { id: 0, title: "Somebody" };

/** What a pressed button is known by. */
export const pressKey = (messageId, data) => `${messageId}:${data}`;
