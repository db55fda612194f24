/** A value that a sender put beside the body. */
export interface MessageAttribute {
  /** `String`, `Number.count`, `Binary`. */
  readonly type: string;
  readonly text?: string;
  /** Base64. */
  readonly bytes?: string;
}

/** All of a message that can be sent again, and the id that it had. */
export interface KeptMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** Of a record of a stream, its partition key. */
  readonly group?: string;
  readonly deduplication?: string;
  /** Of X-Ray. */
  readonly trace?: string;
  /** Of a record of a stream: where it goes, since its partition key alone would lead it elsewhere. */
  readonly hashKey?: string;
  /** Of a record of a stream: when it arrived, in milliseconds since 1970. Absent: a version kept it that did not say. */
  readonly arrived?: number;
}

/** Bytes of a message as SQS counts them. */
export function sizeOf({ body, attributes }: KeptMessage): number {
  const beside = Object.entries(attributes).map(
    ([name, { type, text = "", bytes = "" }]) =>
      Buffer.byteLength(name + type + text) + Buffer.from(bytes, "base64").length,
  );
  return beside.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}
