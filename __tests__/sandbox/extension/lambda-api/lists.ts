import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListLayerVersionsCommand,
  ListVersionsByFunctionCommand,
  PublishLayerVersionCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { fresh, makeFunction, makeQueue, required, zip } from "../clients.ts";
import type { Probe } from "../probes.ts";
import { CODE, publish } from "./calls.ts";

export const lists: readonly Probe[] = [
  {
    says: "lists end after a page, and markers lead to the rest",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE);
      for (let i = 0; i < 52; i += 1) await publish(aws, name, `v${i}`);
      const sizes: number[] = [];
      let marker: string | undefined;
      do {
        const page = await aws.lambda.send(
          new ListVersionsByFunctionCommand({ FunctionName: name, ...(marker && { Marker: marker }) }),
        );
        sizes.push(required(page.Versions).length);
        marker = page.NextMarker;
      } while (marker !== undefined);
      expect(sizes).toEqual([50, 3]);
    },
  },
  {
    says: "MaxItems is honoured by each list",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Publish: true });
      await makeFunction(aws, CODE);
      const queues = [await makeQueue(aws), await makeQueue(aws)];
      const layer = fresh("layer");
      for (const { arn: EventSourceArn } of queues)
        await aws.lambda.send(new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn }));
      for (const Name of ["a", "b"])
        await aws.lambda.send(new CreateAliasCommand({ FunctionName: name, Name, FunctionVersion: "1" }));
      for (const text of ["a", "b"])
        await aws.lambda.send(
          new PublishLayerVersionCommand({ LayerName: layer, Content: { ZipFile: zip({ text }) } }),
        );
      const one = { FunctionName: name, MaxItems: 1 };
      const pages = await Promise.all([
        aws.lambda.send(new ListFunctionsCommand({ MaxItems: 1 })),
        aws.lambda.send(new ListAliasesCommand(one)),
        aws.lambda.send(new ListEventSourceMappingsCommand(one)),
        aws.lambda.send(new ListLayerVersionsCommand({ LayerName: layer, MaxItems: 1 })),
      ]);
      expect(pages[0].Functions).toHaveLength(1);
      expect(pages[1].Aliases).toHaveLength(1);
      expect(pages[2].EventSourceMappings).toHaveLength(1);
      expect(pages[3].LayerVersions).toHaveLength(1);
      for (const { NextMarker } of pages) expect(NextMarker).toEqual(expect.any(String));
    },
  },
];
