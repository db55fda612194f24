import { PublishVersionCommand } from "@aws-sdk/client-lambda";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { asCodeSha256 } from "../code-hash.ts";
import type { VersionContent } from "./content.ts";
import type { Draft } from "./draft.ts";
import { withLatest } from "./move-latest.ts";
import { requireContent, standing } from "./standing.ts";

const CALL = "lambda:PublishVersion";

/**
 * Publishes `$LATEST` while it is what it has to be, and looks at what was published. `taken` are numbers of other
 * versions: Lambda gives the last number again when it sees no change. `PublishTo`: under that name, without a number.
 */
export async function publishVersion(
  { ports, at }: Pick<Draft, "ports" | "at">,
  meant: VersionContent,
  taken: ReadonlySet<string>,
  PublishTo?: "LATEST_PUBLISHED",
): Promise<string> {
  const { Version: number } = await withLatest(at, { call: CALL }, meant, ({ revision }) =>
    ports.lambda.send(
      new PublishVersionCommand({
        FunctionName: at.name,
        CodeSha256: asCodeSha256(meant.codeSha256, meant.image),
        RevisionId: revision,
        PublishTo,
      }),
    ),
  );
  if (number === undefined) throw new RestoreError(at.name, CALL, "the answer has no version", AGAIN);
  if (taken.has(number))
    throw new RestoreError(
      at.name,
      CALL,
      `Lambda takes it for the same as version ${number}, which has settings of its own, and publishes none`,
      `change the description of $LATEST by hand and publish a version of that; then ${AGAIN}`,
    );
  const { content } = await standing(at, number);
  requireContent(`${at.name}:${number}`, CALL, content, meant);
  return number;
}
