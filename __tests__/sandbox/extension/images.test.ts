import { createHash } from "node:crypto";
import {
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from "@aws-sdk/client-ecr";
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { type BuiltImage, buildImage, pushImage } from "../images.ts";
import { type Aws, fresh, HOME, makeRole, required, zip } from "./clients.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { ACCOUNT } from "./servers.ts";

const code = (answer: number): string => `exports.handler = async () => ${answer};`;
const image = (answer: number): Promise<BuiltImage> =>
  buildImage([{ "/etc/base": "base" }, { "/var/task/index.js": code(answer) }]);
const uriOf = (repository: string): string => `${ACCOUNT}.dkr.ecr.${HOME}.amazonaws.com/${repository}`;

function ecrOf({ endpoint }: Aws): ECRClient {
  const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
  return new ECRClient({ endpoint, region: HOME, maxAttempts: 1, credentials });
}

async function makeRepository(ecr: ECRClient): Promise<string> {
  const repositoryName = fresh("team/repository");
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  return repositoryName;
}

/** A function of an image that answers `answer`; its name and its repository. */
async function makeImageFunction(aws: Aws, answer: number): Promise<{ name: string; repository: string }> {
  const ecr = ecrOf(aws);
  const repository = await makeRepository(ecr);
  await pushImage(ecr, repository, await image(answer), "latest");
  const name = fresh("fn");
  await aws.lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      PackageType: "Image",
      Role: await makeRole(aws),
      Code: { ImageUri: `${uriOf(repository)}:latest` },
    }),
  );
  return { name, repository };
}

async function answerOf({ lambda }: Aws, FunctionName: string): Promise<unknown> {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(required(Payload).transformToString());
}

const PROBES: readonly Probe[] = [
  {
    says: "a pushed image comes back byte for byte, named by the SHA-256 of its manifest",
    holds: async (aws) => {
      const ecr = ecrOf(aws);
      const repositoryName = await makeRepository(ecr);
      const pushed = await image(1);
      await pushImage(ecr, repositoryName, pushed, "latest");
      const { images, failures } = await ecr.send(
        new BatchGetImageCommand({ repositoryName, imageIds: [{ imageDigest: pushed.digest }] }),
      );
      expect(failures ?? []).toEqual([]);
      expect(images?.[0]?.imageManifest).toBe(pushed.manifest);
      for (const layerDigest of pushed.blobs.keys()) {
        const { downloadUrl } = await ecr.send(
          new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }),
        );
        const bytes = new Uint8Array(await (await fetch(required(downloadUrl))).arrayBuffer());
        expect(`sha256:${createHash("sha256").update(bytes).digest("hex")}`).toBe(layerDigest);
      }
    },
  },
  {
    says: "an image whose tag moves to another stays",
    holds: async (aws) => {
      const ecr = ecrOf(aws);
      const repositoryName = await makeRepository(ecr);
      const [first, second] = [await image(1), await image(2)];
      await pushImage(ecr, repositoryName, first, "latest");
      await pushImage(ecr, repositoryName, second, "latest");
      const { images } = await ecr.send(
        new BatchGetImageCommand({
          repositoryName,
          imageIds: [{ imageDigest: first.digest }, { imageTag: "latest" }],
        }),
      );
      expect(images?.map(({ imageManifest }) => imageManifest)).toEqual([first.manifest, second.manifest]);
    },
  },
  {
    says: "a manifest whose layers are not there is refused",
    holds: async (aws) => {
      const ecr = ecrOf(aws);
      const repositoryName = await makeRepository(ecr);
      const { manifest } = await image(1);
      await expect(
        ecr.send(new PutImageCommand({ repositoryName, imageManifest: manifest, imageTag: "latest" })),
      ).rejects.toMatchObject({ name: "LayersNotFoundException" });
    },
  },
  {
    says: "an upload whose bytes have another digest is refused",
    holds: async (aws) => {
      const ecr = ecrOf(aws);
      const repositoryName = await makeRepository(ecr);
      const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
      await ecr.send(
        new UploadLayerPartCommand({
          repositoryName,
          uploadId,
          partFirstByte: 0,
          partLastByte: 0,
          layerPartBlob: Buffer.from("a"),
        }),
      );
      const layerDigests = [`sha256:${"0".repeat(64)}`];
      await expect(
        ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests })),
      ).rejects.toMatchObject({ name: "InvalidLayerException" });
    },
  },
  {
    says: "a function of an image runs its code, with the digest that the tag had",
    holds: async (aws) => {
      const { name, repository } = await makeImageFunction(aws, 1);
      const first = await image(1);
      await pushImage(ecrOf(aws), repository, await image(2), "latest");
      const { Code, Configuration } = await aws.lambda.send(new GetFunctionCommand({ FunctionName: name }));
      expect(Code).toEqual({
        RepositoryType: "ECR",
        ImageUri: `${uriOf(repository)}:latest`,
        ResolvedImageUri: `${uriOf(repository)}@${first.digest}`,
      });
      expect(Configuration).toMatchObject({ PackageType: "Image", CodeSha256: first.digest.slice(7) });
      expect(Configuration).not.toHaveProperty("Runtime");
      expect(Configuration).not.toHaveProperty("ImageConfigResponse");
      expect(await answerOf(aws, name)).toBe(1);
      const ImageUri = `${uriOf(repository)}:latest`;
      await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ImageUri }));
      expect(await answerOf(aws, name)).toBe(2);
    },
  },
  {
    says: "a version of a function keeps its image, and its command",
    holds: async (aws) => {
      const { name, repository } = await makeImageFunction(aws, 1);
      await aws.lambda.send(new PublishVersionCommand({ FunctionName: name }));
      const other = await buildImage([{ "/var/task/other.js": code(3) }], ["missing.handler"]);
      await pushImage(ecrOf(aws), repository, other, "other");
      const ImageUri = `${uriOf(repository)}@${other.digest}`;
      await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ImageUri }));
      const ImageConfig = { Command: ["other.handler"] };
      const { ImageConfigResponse } = await aws.lambda.send(
        new UpdateFunctionConfigurationCommand({ FunctionName: name, ImageConfig }),
      );
      expect(ImageConfigResponse).toEqual({ ImageConfig });
      expect(await answerOf(aws, name)).toBe(3);
      expect(await answerOf(aws, `${name}:1`)).toBe(1);
    },
  },
  {
    says: "a zip for a function of an image, and an image that is not there, are refused",
    holds: async (aws) => {
      const { name, repository } = await makeImageFunction(aws, 1);
      await expect(
        aws.lambda.send(
          new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip({ "index.js": code(1) }) }),
        ),
      ).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: "Please provide ImageUri when updating a function with packageType Image.",
      });
      await expect(
        aws.lambda.send(
          new UpdateFunctionCodeCommand({ FunctionName: name, ImageUri: `${uriOf(repository)}:gone` }),
        ),
      ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
    },
  },
];

probeBoth(PROBES);
