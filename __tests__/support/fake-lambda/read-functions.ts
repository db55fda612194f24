import type * as L from "@aws-sdk/client-lambda";
import { codeHash, FakeBase } from "./base.ts";
import type { Fn, Version } from "./state.ts";

/** How functions and their versions are shown. */
export class FakeFunctionReads extends FakeBase {
  ListFunctions({ Marker }: L.ListFunctionsRequest) {
    const all = [...this.functions].map(([name, fn]) => this.shown(name, fn.latest, "$LATEST", fn));
    return this.paged("Functions", all, Marker);
  }

  GetFunction({ FunctionName = "", Qualifier = "$LATEST" }: L.GetFunctionRequest) {
    const fn = this.fnOf(FunctionName);
    const version = this.versionAt(FunctionName, Qualifier);
    const { code, sourceKey, withheld, image, object } = version;
    const Configuration = this.shown(FunctionName, version, Qualifier, fn);
    this.settle(fn);
    return {
      Configuration,
      Code:
        image === undefined
          ? {
              RepositoryType: "S3",
              ...(withheld === undefined
                ? { Location: this.addressOf(`${FunctionName} ${Qualifier}`, code) }
                : { Error: withheld }),
              ...(sourceKey !== undefined && { SourceKMSKeyArn: sourceKey }),
              ...(object !== undefined && { ResolvedS3Object: object }),
            }
          : { RepositoryType: "ECR", ImageUri: image, ResolvedImageUri: image },
      Tags: fn.tags,
      ...(fn.concurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: fn.concurrency } }),
    };
  }

  /** A function by its name, or by its ARN, which may hold a qualifier. */
  GetFunctionConfiguration({ FunctionName: asked = "", ...input }: L.GetFunctionConfigurationRequest) {
    const [, , , , , , named, qualifier] = asked.split(":");
    const FunctionName = named ?? asked;
    const Qualifier = qualifier ?? input.Qualifier ?? "$LATEST";
    const fn = this.fnOf(FunctionName);
    const shown = this.shown(FunctionName, this.versionAt(FunctionName, Qualifier), Qualifier, fn);
    this.settle(fn);
    return shown;
  }

  ListVersionsByFunction({ FunctionName = "", Marker }: L.ListVersionsByFunctionRequest) {
    const fn = this.fnOf(FunctionName);
    const all = [["$LATEST", fn.latest] as const, ...fn.published].map(([version, content]) =>
      this.shown(FunctionName, content, version, fn),
    );
    return this.paged("Versions", all, Marker);
  }

  protected shown(name: string, { config, code, revision, image }: Version, version: string, fn: Fn) {
    return {
      LastModified: "2026-12-31T00:00:00.000+0000",
      State: fn.pending > 0 ? "Pending" : "Active",
      LastUpdateStatus: fn.pending > 0 ? "InProgress" : "Successful",
      ...config,
      FunctionName: name,
      FunctionArn: this.arn(name, version === "$LATEST" ? undefined : version),
      Version: version,
      CodeSha256: codeHash(code, image),
      CodeSize: image === undefined ? code.length : 0,
      RevisionId: revision,
    };
  }
}
