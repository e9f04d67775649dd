// How things are said and shown. Whatever comes from a message or a request is foreign: it becomes text, never markup.

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/gu;
const turning = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/gu;
const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

const code = character => `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** A name in which nothing hides: what cannot be seen, or turns what follows around, is written out. */
export const plainName = name => name.replace(invisible, code);

/** A text as people write it: joined emoji and line breaks stay, what turns it around does not. */
export const plainText = text => text.replace(turning, code).replace(controls, code);

export const shortId = id => id.slice(0, 8);

/** A path with its ids cut short, as parts between which a line may end. */
export const pathParts = target =>
  plainName(target.replace(ids, id => `${shortId(id)}…`)).split(/(?=[/?&])/).flatMap(part => [part, document.createElement('wbr')]);

export const count = (number, one, many) => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

export function size(bytes) {
  const units = ['B', 'KB', 'MB', 'GB'];
  let unit = 0;
  for (; bytes >= 1024 && unit < units.length - 1; unit++) {
    bytes /= 1024;
  }

  return `${unit === 0 ? bytes : bytes.toFixed(1)} ${units[unit]}`;
}

/** What an icon says: the extension, where it is one. */
export const kind = name => (/\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1] ?? 'file').toUpperCase();

/** An element with properties, attributes (`aria-…`, `data-…`, `role`) and children; text is text. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (/^(aria-|data-|role$)/.test(name)) {
      element.setAttribute(name, value);
    } else {
      element[name] = value;
    }
  }

  element.append(...children.filter(child => child !== null));
  return element;
}

export function time(at) {
  const date = new Date(at);
  return make('time', { dateTime: at, title: date.toLocaleString('en-GB') }, date.toLocaleTimeString('en-GB'));
}
