/** What an argument of a resource is set to. `undefined` is not written. */
export type Argument = string | number | boolean | readonly Argument[] | Arguments | Special | undefined;
export interface Arguments {
  readonly [name: string]: Argument;
}

/** What is no plain value: Terraform works it out, or whoever applies gives it. */
export abstract class Special {
  abstract readonly special: "reference" | "other" | "when-armed" | "given" | "package" | "joined";
}

/** An attribute of another resource of the same thing: that is made first. */
export class OwnAttribute extends Special {
  readonly special = "reference";
  constructor(
    readonly type: string,
    /** `key` of the resource. */
    readonly key: string,
    readonly attribute: string,
  ) {
    super();
  }
}

/** What lets events in: closed until somebody arms, unless it is open there already. */
export class WhenArmed extends Special {
  readonly special = "when-armed";
  constructor(
    readonly armed: boolean | string,
    readonly closed: boolean | string,
    /** Absent: it is not there. */
    readonly now: boolean | string | undefined,
  ) {
    super();
  }
}

/** A secret: a variable, which no plan shows. */
export class Given extends Special {
  readonly special = "given";
  constructor(
    /** What of the thing it is: `environment`. */
    readonly key: string,
    /** What a person has to know who is asked for it. */
    readonly description: string,
    readonly type: "string" | "map(string)",
    /** Written to the file of values, which only its owner may read. Absent: no file holds it. */
    readonly value?: Readonly<Record<string, string>> | string,
    /** Where nobody gives it. Absent: somebody has to. */
    readonly otherwise?: null,
  ) {
    super();
  }
}

/** The path of bytes of the point, written beside the configuration. */
export class PackageFile extends Special {
  readonly special = "package";
  constructor(
    readonly sha256: string,
    /** Of the file, without its folder: `orders.zip`. */
    readonly name: string,
  ) {
    super();
  }
}

/** An attribute of what has this ARN, where that is written too: it is made first. */
export class Other extends Special {
  readonly special = "other";
  constructor(
    readonly arn: string | undefined,
    readonly attribute: string,
    /** What it is otherwise. */
    readonly otherwise: string,
  ) {
    super();
  }
}

/** Texts with attributes of other resources of the same thing between them. */
export class JoinedText extends Special {
  readonly special = "joined";
  readonly parts: readonly (string | OwnAttribute)[];
  constructor(...parts: readonly (string | OwnAttribute)[]) {
    super();
    this.parts = parts;
  }
}
