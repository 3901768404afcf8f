// What people type to format, as Telegram's clients read it when a message is sent, and back when it is edited:
// **bold** __italic__ ~~struck~~ ||spoiler|| `code` ```language⏎code``` [words](https://address)

const PAIRS = { "**": "bold", __: "italic", "~~": "strikethrough", "||": "spoiler" };
const MARKS = Object.fromEntries(Object.entries(PAIRS).map(([mark, type]) => [type, mark]));
const TOKEN = /```([\w+-]*\n)?([\s\S]+?)```|`([^`\n]+)`|\[([^\]\n]+)\]\(((?:https?|tg):\/\/[^\s)]+)\)|\*\*|__|~~|\|\|/g;

/** The text without markers, and the entities they stand for. A marker without its partner stays as it is. */
export function unmarked(typed) {
  let text = "";
  let at = 0;
  const entities = [];
  const open = new Map(); // mark → where it stands
  const add = (type, offset, more = {}) => entities.push({ type, offset, length: text.length - offset, ...more });
  for (const found of typed.matchAll(TOKEN)) {
    text += typed.slice(at, found.index);
    at = found.index + found[0].length;
    const start = text.length;
    if (found[2] !== undefined) {
      text += found[2].replace(/\n$/, "");
      const language = found[1]?.trim();
      add("pre", start, language ? { language } : {});
    } else if (found[3] !== undefined) {
      text += found[3];
      add("code", start);
    } else if (found[4] !== undefined) {
      text += found[4];
      add("text_link", start, { url: found[5] });
    } else if (!open.has(found[0])) {
      open.set(found[0], start);
      text += found[0];
    } else {
      const begin = open.get(found[0]);
      open.delete(found[0]);
      if (start - begin <= found[0].length) {
        text += found[0];
        continue;
      }
      text = text.slice(0, begin) + text.slice(begin + found[0].length);
      for (const entity of entities) {
        if (entity.offset > begin) entity.offset -= found[0].length;
        else if (entity.offset + entity.length > begin) entity.length -= found[0].length;
      }
      for (const [mark, place] of open) if (place > begin) open.set(mark, place - found[0].length);
      add(PAIRS[found[0]], begin);
    }
  }
  text += typed.slice(at);
  return { text, entities: entities.toReversed().toSorted((one, other) => one.offset - other.offset || other.length - one.length) };
}

/** The text as one would type it: with markers for those entities that have any. */
export function marked(text, entities) {
  const inserts = [];
  for (const [number, entity] of (entities ?? []).entries()) {
    const end = entity.offset + entity.length;
    const [before, after] = marksOf(entity);
    if (before) inserts.push([entity.offset, 1, -end, number, before], [end, 0, -entity.offset, -number, after]);
  }
  inserts.sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2] || one[3] - other[3]);
  let typed = "";
  let at = 0;
  for (const [place, , , , mark] of inserts) {
    typed += text.slice(at, place) + mark;
    at = place;
  }
  return typed + text.slice(at);
}

function marksOf(entity) {
  if (MARKS[entity.type]) return [MARKS[entity.type], MARKS[entity.type]];
  if (entity.type === "code") return ["`", "`"];
  if (entity.type === "pre") return [`\`\`\`${entity.language ?? ""}\n`, "\n```"];
  if (entity.type === "text_link") return ["[", `](${entity.url})`];
  return [];
}
