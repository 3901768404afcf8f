// Deep links: https://t.me/<bot>?start=<payload>, which a click follows as the person whose column it is.

/** `{payload}` if the address leads to this bot, `payload` being null for the bare link; else null. */
export function deepLink(address, bot) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const isTg = url.protocol === "tg:" && url.hostname === "resolve";
  const name = isTg ? url.searchParams.get("domain") : url.pathname.slice(1);
  if (!isTg && !["t.me", "telegram.me", "telegram.dog"].includes(url.hostname)) return null;
  if (name?.toLowerCase() !== bot.username.toLowerCase()) return null;
  return { payload: url.searchParams.get("start") };
}
