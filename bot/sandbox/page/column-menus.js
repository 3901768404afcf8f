// The two menus of a column: what can be done with a message, and what its person can do besides writing.

import { askLine, sure } from "./dialogs.js";
import { popUp } from "./menu.js";

/** The menu of a message, at the element that opened it or under the pointer. */
export function messageMenu(column, message, anchor, pointer) {
  const quote = selectionIn(message);
  const words = message.text ?? message.caption;
  const editable = column.writes && column.thread.isEditable(message);
  popUp(
    [
      column.writes && { label: "Reply", icon: "reply", act: () => column.replies(message) },
      column.writes && quote && { label: "Reply to the selection", icon: "reply", act: () => column.replies(message, quote) },
      editable && { label: "Edit", icon: "edit", act: () => column.edits(message) },
      { label: "React with 👍", icon: "plus", act: () => column.reacts(message, "👍") },
      words && { label: "Copy text", icon: "file", act: () => navigator.clipboard?.writeText(words) },
      { label: "Forward", icon: "forward", act: () => forward(column, message, anchor) },
      { label: "Delete", icon: "trash", danger: true, act: () => column.deletes(message) },
    ],
    anchor,
    pointer,
  );
}

/** The menu in a column's head. */
export function personMenu(column, anchor) {
  const { blocked, deactivated, began } = column.person;
  const group = column.thread.private ? null : column.thread;
  popUp(
    [
      !deactivated && { label: "Open a link…", icon: "link", act: () => openLink(column) },
      !deactivated && began && !blocked && { label: "Block the bot", icon: "block", act: () => column.acts("block") },
      !deactivated && blocked && { label: "Unblock the bot", icon: "play", act: () => column.acts("unblock") },
      group && { label: "Leave the group", icon: "group", act: () => column.acts("leave", {}, group.id) },
      !deactivated && { label: "Delete the account", icon: "trash", danger: true, act: () => deactivate(column) },
      { label: "Close this column", icon: "close", act: () => column.closes() },
    ],
    anchor,
  );
}

/** The words that are selected in a message, if they are all its own. */
function selectionIn(message) {
  const selected = getSelection();
  const place = selected.anchorNode?.parentElement?.closest("[data-message-id]");
  const quote = selected.toString().trim();
  const inside = place?.dataset.messageId === String(message.message_id);
  return inside && quote && (message.text ?? message.caption ?? "").includes(quote) ? quote : null;
}

function forward(column, message, anchor) {
  const from = column.thread.private ? {} : { from_chat_id: column.thread.id };
  const threads = column.world.threads(column.id);
  const to = (thread) => column.acts("forward", { message_id: message.message_id, ...from }, thread.id);
  if (threads.length < 2) return to(threads[0]);
  const items = threads.map((thread) => ({ label: `To ${column.titleOf(thread)}`, icon: "forward", act: () => to(thread) }));
  return popUp(items, anchor);
}

async function openLink(column) {
  const bot = column.world.bot.username;
  const placeholder = `https://t.me/${bot}?start=…`;
  const address = await askLine(`${column.name} opens a link`, "Address", { placeholder, button: "Open" });
  if (address && !column.follows(address)) column.tells(`That address does not lead to @${bot}.`);
}

async function deactivate(column) {
  const heading = `Delete ${column.name}’s account?`;
  const words = "Nothing can be sent to this person any more. The bot is not told.";
  if (await sure(heading, words, "Delete the account")) await column.acts("deactivate");
}
