import type { IdMap, ProtectorPorts } from "../../protector.ts";
import type { Arguments } from "./argument.ts";

/** A resource of the provider hashicorp/aws, as its own documentation calls it. */
export interface TerraformResource {
  /** `aws_sqs_queue` */
  readonly type: string;
  /** Tells it from others of its type that the same thing has; empty: it is the thing itself. */
  readonly key: string;
  readonly arguments: Arguments;
  /** Blocks that come once somebody arms, by their name. */
  readonly whenArmed?: Readonly<Record<string, readonly Arguments[]>>;
  /** What `terraform import` takes for it. Absent: it is not there, and applying makes it. */
  readonly importId?: string;
  /** By being there it lets events in. */
  readonly opens?: true;
  /** Lets a service in, which others look for before they take an entry that calls its thing: they come after. */
  readonly permits?: true;
  /** From a text of documents, such as an ARN, to the attribute that has it: whoever names it comes after. */
  readonly exports?: IdMap;
  /** What is not compared, since the provider cannot read it. */
  readonly ignoreChanges?: readonly string[];
  /** Others of its thing that it names by no argument and has to come after. */
  readonly after?: readonly TerraformResource[];
  /** Another one is made before it goes, since what names it would keep it. */
  readonly createBeforeDestroy?: true;
}

/** What of a thing the provider expresses, and what not. */
export interface TerraformForm {
  readonly resources: readonly TerraformResource[];
  /** What no resource makes as it was, each with the reason. */
  readonly left: readonly string[];
  /** What a person has to know. */
  readonly warnings?: readonly string[];
}

export interface TerraformRequest<Document, Secrets = undefined> {
  /** In the words of the destination. */
  readonly document: Document;
  readonly secrets: Secrets | undefined;
  /** What is there now. Absent: nothing that a capture would find. */
  readonly live?: Document;
  /** Secrets of what is there. */
  readonly liveSecrets?: Secrets | undefined;
  /** What it is a part of, or itself, is there. */
  readonly isThere: boolean;
  /** From texts of the source to what they are there already, such as ARNs of versions. */
  readonly ids: IdMap;
  /** ARN of it at the source. */
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What `besideIds` and `importIds` read. */
  readonly imports: IdMap;
}

/** The code that says a kind in resources of Terraform. */
export interface TerraformKind<Document, Secrets = undefined> {
  /** Fields that lie sealed: they are in the documents that `form` is given. */
  readonly sealed?: readonly (string | readonly (string | RegExp)[])[];
  /** Pure. */
  form(request: TerraformRequest<Document, Secrets>): TerraformForm;
  /** Ids that an import wants and no document holds. Reads only. */
  importIds?(ports: ProtectorPorts, live: Document): Promise<IdMap>;
  /** What is there of that in which it stands, or that it names and others own as well. Reads only. */
  besideIds?(ports: ProtectorPorts, document: Document): Promise<IdMap>;
}
