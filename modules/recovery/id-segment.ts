/**
 * Ids as segments of keys. `A-Z a-z 0-9 - _ .` stay as they are, so that `aws s3 ls` shows `orders.fifo`; every other byte
 * of the id's UTF-8 becomes `=` and two hexadecimal digits, as in quoted-printable: `default=2Fnightly`. S3 advises
 * against `%` in keys, and `!`, which it calls safe, is history expansion in a shell.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
const MAX_ID = 512;
/** Bytes: a key has 1,024 at the most, and the longest of ours has about 200 beside the id. */
const MAX_SEGMENT = 800;

/** @throws when the id cannot be part of a key: empty, too long, with control characters or broken Unicode */
export function encodeId(id: string): string {
  const why = whyNot(id);
  if (why !== undefined)
    throw new Error(`the id ${JSON.stringify(id.slice(0, 80))} cannot be a key: it ${why}`);
  const segment = escapeBytes(id);
  if (segment.length > MAX_SEGMENT)
    throw new Error(
      `the id ${JSON.stringify(id.slice(0, 80))} cannot be a key: it is longer than ${MAX_SEGMENT} bytes`,
    );
  return segment;
}

/** Whether a key can hold it. */
export function isId(id: string): boolean {
  return whyNot(id) === undefined && escapeBytes(id).length <= MAX_SEGMENT;
}

/** The id of a segment that `encodeId` makes; `undefined` for every other one, so that no two keys mean one id. */
export function decodeId(segment: string): string | undefined {
  if (segment.length > MAX_SEGMENT || !/^(?:[A-Za-z0-9._-]|=[0-9A-F]{2})+$/.test(segment)) return undefined;
  const bytes = Buffer.from(
    segment.replaceAll(/=([0-9A-F]{2})|[A-Za-z0-9._-]/g, (one, hex: string | undefined) =>
      hex === undefined ? one.charCodeAt(0).toString(16) : hex,
    ),
    "hex",
  );
  const id = bytes.toString("utf8");
  return whyNot(id) === undefined && escapeBytes(id) === segment ? id : undefined;
}

/** A segment of dots alone is a path to clients, so those are written as bytes too. */
function escapeBytes(id: string): string {
  const stays = /^\.+$/.test(id) ? /[A-Za-z0-9_-]/ : /[A-Za-z0-9._-]/;
  return [...Buffer.from(id, "utf8")]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return stays.test(character) ? character : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

function whyNot(id: string): string | undefined {
  if (id === "") return "is empty";
  if (id.length > MAX_ID) return `has more than ${MAX_ID} characters`;
  if (/\p{Cc}|\p{Cs}|\uFFFD/u.test(id)) return "has control characters or broken Unicode";
  return undefined;
}
