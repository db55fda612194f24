import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };
import type { Rotation } from "./rotation.ts";

/** Of `RotationDocument`; another number is another form. */
export const FORMAT = 1;

/** Which function rotated a secret, and when: the part of a recovery point that a restore reads. No value of it is here. */
export interface RotationDocument {
  readonly kind: "secret-rotation";
  readonly name: string;
  /** It ends in six characters that AWS draws. */
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** Absent: no function rotated it. */
  readonly rotation?: Rotation;
}

/** @throws FormError */
export const parseRotation = parserOf<RotationDocument>(schema, "the document of a secret's rotation");
