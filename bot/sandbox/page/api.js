// The control API over HTTP, and nothing else: what is asked, and the error in words when it cannot be.

async function ask(verb, path, body) {
  const options = { method: verb };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(`/sim/${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}

const query = (chatId) => (chatId < 0 ? `?chat_id=${chatId}` : "");

export const api = {
  bot: () => ask("GET", "bot"),
  people: () => ask("GET", "people"),
  addPerson: (fields) => ask("POST", "people", fields),
  addGroup: (fields) => ask("POST", "groups", fields),
  chats: (person) => ask("GET", `people/${person}/chats`),
  menu: (person, chatId) => ask("GET", `people/${person}/menu${query(chatId)}`),
  messages: (person, chatId) => ask("GET", `people/${person}/messages${query(chatId)}`),
  script: (act) => ask("POST", `script/${act}`, {}),

  /** Something that a person does; a group's id is sent along, the private chat's is understood. */
  act: (person, act, chatId, body = {}) =>
    ask("POST", `people/${person}/${act}`, chatId < 0 ? { chat_id: chatId, ...body } : body),

  /** Presses a button; the answer comes by the stream, with the id that this gives. */
  press: async (person, chatId, messageId, data) =>
    (await api.act(person, "wait/press", chatId, { message_id: messageId, data, wait: false })).query_id,

  file: (fileId) => `/sim/files/${encodeURIComponent(fileId)}`,
};
