import type { SourceRevisionRule, SourceRevisions } from "../../../contract/source-revision.ts";
import { isSourceRevision } from "../../../core/source-revision.ts";
import { collect } from "../../../recovery/bytes.ts";
import type { VersionRead } from "./versions.ts";

/** Bytes of an image's configuration: far more than any has. */
const MOST = 8 * 1024 * 1024;

interface Said {
  /** `variable GIT_COMMIT` */
  readonly where: string;
  readonly text: string;
}

/**
 * The revision that each version was built from, where it says so: its image's label first, then its variable, then the
 * function's tag, which speaks of `$LATEST` and of every version with the same code. What is no revision is told without the
 * text, since it may be a secret. Variables are not looked at where their values are not kept.
 */
export async function sourceRevisions(
  rule: SourceRevisionRule,
  versions: readonly VersionRead[],
  tags: Readonly<Record<string, string>>,
  valuesToo: boolean,
): Promise<{ readonly revisions: SourceRevisions; readonly warnings: readonly string[] }> {
  const latest = versions.find(({ document }) => document.version === "$LATEST")?.document.codeSha256;
  const found: [string, string][] = [];
  const warnings = new Set<string>();
  for (const one of versions) {
    const { version, codeSha256 } = one.document;
    const places = [
      await ofLabel(rule, one),
      ...(valuesToo ? [ofName("variable", rule.environment, one.variables)] : []),
      ...(codeSha256 === latest ? [ofName("tag", rule.tag, tags)] : []),
    ];
    const said = places.filter((place) => place !== undefined);
    const taken = said.find(({ text }) => isSourceRevision(text));
    if (taken !== undefined) found.push([version, taken.text]);
    for (const { where, text } of said)
      if (!isSourceRevision(text))
        warnings.add(
          `${where} of ${where.startsWith("tag ") ? "the function" : version} is not taken for its source revision: it is neither a commit nor a version, such as 1a2b3c4 or v1.4.2`,
        );
  }
  return { revisions: Object.fromEntries(found), warnings: [...warnings] };
}

function ofName(
  noun: string,
  name: string | undefined,
  values: Readonly<Record<string, string>>,
): Said | undefined {
  const text = name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
  return text === undefined || text === "" ? undefined : { where: `${noun} ${name}`, text };
}

/** Its configuration is the first part of an image. https://github.com/opencontainers/image-spec/blob/main/config.md */
async function ofLabel(
  { imageLabel }: SourceRevisionRule,
  { document: { image }, parts: [configuration] }: VersionRead,
): Promise<Said | undefined> {
  if (imageLabel === undefined || image === undefined || configuration === undefined) return undefined;
  if (configuration.size > MOST) return undefined;
  const labels = labelsOf(Buffer.from(await collect(configuration.open(), MOST)).toString("utf8"));
  return ofName("label", imageLabel, labels);
}

function labelsOf(text: string): Record<string, string> {
  try {
    const { config } = JSON.parse(text) as { readonly config?: { readonly Labels?: unknown } | null };
    const labels = config?.Labels ?? {};
    return Object.fromEntries(Object.entries(labels).filter(([, value]) => typeof value === "string"));
  } catch {
    // Lambda runs it, so it is right for Lambda: it has no labels then.
    return {};
  }
}
