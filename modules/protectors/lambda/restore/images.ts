import { BatchGetImageCommand, CreateRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import {
  type ImageDocument,
  imageAddress,
  MANIFEST_TYPES,
  parseRepository,
  type Repository,
} from "../image.ts";
import type { Draft, FunctionStep } from "./draft.ts";
import type { FunctionRestorePorts } from "./ports.ts";
import { pushImage, unlessThere } from "./push-image.ts";

/**
 * Images come before what is deployed from them: Lambda takes one only from a repository of its own region. One that is
 * there by its digest is used; others are pushed, into a repository of the own account, which is made where it is absent.
 */
export async function planImages({ document, ports, steps, blocked, warnings }: Draft): Promise<void> {
  const planned = new Set<string>();
  for (const { version, image, codeSha256, codeSize } of document.versions) {
    if (image === undefined) continue;
    const address = imageAddress(image, codeSha256);
    const at = parseRepository(image.repository);
    if (at === undefined || at.region !== document.region) {
      blocked.push({
        because: "untranslated",
        message: `versions.${version}.image: ${image.repository}: Lambda takes images from a repository of ${document.region} only`,
        hint: `map it to an address such as ${document.account}.dkr.ecr.${document.region}.amazonaws.com/${at?.name ?? "NAME"}`,
      });
      continue;
    }
    if (planned.has(address)) continue;
    planned.add(address);
    const found = await find(ports, at, codeSha256);
    if (found === "image") {
      steps.push({ title: `use image ${address}`, call: "ecr:BatchGetImage", effect: "keep" });
      continue;
    }
    if (at.account !== document.account) {
      blocked.push({
        because: "inexpressible",
        message: `image ${address} is not there, and a restore pushes into repositories of its own account only`,
        hint: `have account ${at.account} push it again, or map ${image.repository} to a repository of account ${document.account}`,
      });
      continue;
    }
    if (found === "nothing" && !planned.has(image.repository)) {
      planned.add(image.repository);
      warnings.push(
        `repository ${at.name} is made with ECR's defaults: its policy, lifecycle rules, scanning and key are not in the point`,
      );
      steps.push(createStep(ports, image, at));
    }
    steps.push(pushStep(ports, { image, at, digest: codeSha256, size: codeSize }));
  }
}

/** What there is at an address: the image, its repository, or nothing. */
async function find(
  { client, sleep }: FunctionRestorePorts,
  { account, name }: Repository,
  digest: string,
): Promise<"image" | "repository" | "nothing"> {
  const what = { resource: `image ${name}@sha256:${digest}`, call: "ecr:BatchGetImage" };
  const answer = await attemptOrNone(sleep, what, () =>
    client(ECRClient).send(
      new BatchGetImageCommand({
        registryId: account,
        repositoryName: name,
        imageIds: [{ imageDigest: `sha256:${digest}` }],
        acceptedMediaTypes: [...MANIFEST_TYPES],
      }),
    ),
  );
  if (answer === undefined) return "nothing";
  return (answer.images ?? []).length > 0 ? "image" : "repository";
}

function createStep(
  { client, sleep }: FunctionRestorePorts,
  { repository }: ImageDocument,
  { name }: Repository,
): FunctionStep {
  const what = { resource: `repository ${name}`, call: "ecr:CreateRepository" };
  return {
    title: `create repository ${name}`,
    call: what.call,
    effect: "create",
    once: `repository ${repository}`,
    perform: async () => {
      await attempt(sleep, what, () =>
        unlessThere("RepositoryAlreadyExistsException", () =>
          client(ECRClient).send(new CreateRepositoryCommand({ repositoryName: name })),
        ),
      );
    },
  };
}

function pushStep(
  ports: FunctionRestorePorts,
  pushed: {
    readonly image: ImageDocument;
    readonly at: Repository;
    readonly digest: string;
    readonly size: number;
  },
): FunctionStep {
  const { image, digest, size } = pushed;
  const address = imageAddress(image, digest);
  return {
    title: `push image ${address} (${size < 1_000_000 ? "less than 1" : Math.ceil(size / 1_000_000)} MB)`,
    call: "ecr:PutImage",
    effect: "create",
    once: `image ${address}`,
    perform: () => pushImage(ports, pushed),
  };
}
