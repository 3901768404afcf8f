// What people send now and then and few bots expect, for trying what a bot says to it.

export const ODD_KINDS = [
  { label: "Sticker", icon: "person", content: () => ({ sticker: { base64: btoa("RIFF"), emoji: "👍" } }) },
  { label: "Dice", icon: "plus", content: () => ({ dice: { emoji: "🎲", value: 1 + Math.floor(Math.random() * 6) } }) },
  { label: "Contact", icon: "person", content: () => ({ contact: { phone_number: "+10000000000", first_name: "Somebody" } }) },
  { label: "Location", icon: "pin", content: () => ({ location: { latitude: 54.3, longitude: 10.1 } }) },
  {
    label: "Forwarded post",
    icon: "forward",
    act: "forward_from",
    content: () => ({
      origin: { type: "channel", chat: { id: -1001000000001, title: "Harbour News", type: "channel" }, message_id: 1 },
      text: "The ferry to Holm does not run today.",
    }),
  },
];
