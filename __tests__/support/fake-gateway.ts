import type * as G from "@aws-sdk/client-api-gateway";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";
import { type FakeApi, type FakeResource, newApi } from "./fake-gateway/api.ts";
import { exportedPaths } from "./fake-gateway/export.ts";
import { changedSet, invalid, patchPlain, unescaped } from "./fake-gateway/patch.ts";
import { patchStage } from "./fake-gateway/stage.ts";

const DAY = Date.parse("2027-02-01T00:00:00Z");
const PAGES = { token: "position" };

/** REST APIs, usage plans, API keys and domains of one account and region in memory: what is kept, and no requests. */
export class FakeGateway extends FakeService<G.APIGatewayClient> {
  readonly service = "apigateway";
  readonly apis = new Map<string, FakeApi>();
  readonly plans = new Map<string, G.UsagePlan & { readonly keys: Set<string> }>();
  readonly keys = new Map<string, G.ApiKey>();
  /** By domain, by path. */
  readonly domains = new Map<string, Map<string, G.BasePathMapping>>();
  readonly certificates = new Set<string>();
  /** By which stages write logs. Empty: the account has none. */
  logRole = `arn:aws:iam::${this.account}:role/gateway-logs`;
  /** Tells ids of one place from those of another. */
  salt = "n";
  #drawn = 0;

  CreateRestApi({ tags = {}, policy, ...input }: G.CreateRestApiRequest) {
    return this.have(this.#draw(10), { ...input, tags }, policy);
  }

  /** Keeps an API under an id of the test's own. */
  have(id: string, input: G.RestApi, policy?: string): G.RestApi {
    const rootResourceId = this.#draw(10);
    const endpointConfiguration = {
      types: ["EDGE" as const],
      ipAddressType: "ipv4" as const,
      ...input.endpointConfiguration,
    };
    const api = {
      ...{ apiKeySource: "HEADER" as const, disableExecuteApiEndpoint: false },
      ...input,
      ...{ endpointConfiguration, id, rootResourceId, createdDate: this.#now() },
    };
    this.apis.set(id, newApi(api, rootResourceId));
    if (policy !== undefined) this.#setPolicy(api, policy);
    return this.GetRestApi({ restApiId: id });
  }

  GetRestApi({ restApiId }: G.GetRestApiRequest): G.RestApi {
    const { api } = this.api(restApiId);
    // AWS escapes the quotes of a policy once more.
    return { ...api, ...(api.policy && { policy: JSON.stringify(api.policy).slice(1, -1) }) };
  }

  GetRestApis({ position, limit }: G.GetRestApisRequest) {
    const all = [...this.apis.keys()].map((restApiId) => this.GetRestApi({ restApiId }));
    return this.paged("items", all, position, { ...PAGES, most: limit });
  }

  UpdateRestApi({ restApiId, patchOperations = [] }: G.UpdateRestApiRequest) {
    const { api } = this.api(restApiId);
    const plain = [
      ...[
        "name",
        "description",
        "version",
        "minimumCompressionSize",
        "apiKeySource",
        "disableExecuteApiEndpoint",
      ],
      ...["securityPolicy", "endpointAccessMode"],
    ];
    for (const operation of patchOperations) {
      const { op, path = "", value = "" } = operation;
      if (patchPlain(api, operation, plain)) continue;
      const [, member = "", ...rest] = path.split("/");
      if (path === "/policy") this.#setPolicy(api, value);
      else if (member === "binaryMediaTypes")
        api.binaryMediaTypes = changedSet(api.binaryMediaTypes, op, unescaped(rest.join("/")));
      else if (path === "/endpointConfiguration/vpcEndpointIds")
        api.endpointConfiguration = {
          ...api.endpointConfiguration,
          vpcEndpointIds: changedSet(api.endpointConfiguration?.vpcEndpointIds, op, value),
        };
      else if (path === "/endpointConfiguration/ipAddressType")
        api.endpointConfiguration = { ...api.endpointConfiguration, ipAddressType: value as "ipv4" };
      else if (path.startsWith("/endpointConfiguration/types/"))
        api.endpointConfiguration = { ...api.endpointConfiguration, types: [value as "EDGE"] };
      else throw invalid(op, path);
    }
    return this.GetRestApi({ restApiId });
  }

  /** What is written in short is told with the API's own ARN. */
  #setPolicy(api: G.RestApi, policy: string): void {
    const own = `arn:aws:execute-api:${this.region}:${this.account}:${api.id}/`;
    if (policy === "") delete api.policy;
    else api.policy = policy.replaceAll('"execute-api:/', `"${own}`);
  }

  TagResource({ resourceArn = "", tags = {} }: G.TagResourceRequest) {
    const [, restApiId, stage] = /\/restapis\/([^/]+)(?:\/stages\/([^/]+))?$/.exec(resourceArn) ?? [];
    const found = stage === undefined ? this.api(restApiId).api : this.#stage(restApiId, stage);
    found.tags = { ...found.tags, ...tags };
    return {};
  }

  CreateModel({ restApiId, ...model }: G.CreateModelRequest) {
    const { models } = this.api(restApiId);
    if (models.has(model.name ?? "")) throw conflict("Model name already exists for this REST API");
    for (const [, name = ""] of (model.schema ?? "").matchAll(/\/models\/([A-Za-z0-9]+)/g))
      if (!models.has(name) && name !== model.name) throw bad(`Invalid model specified: ${name}`);
    const made = { id: this.#draw(6), ...model };
    models.set(model.name ?? "", made);
    return made;
  }

  UpdateModel({ restApiId, modelName = "", patchOperations = [] }: G.UpdateModelRequest) {
    const model = found(
      this.api(restApiId).models.get(modelName),
      `Invalid model name specified: ${modelName}`,
    );
    for (const one of patchOperations)
      if (!patchPlain(model, one, ["description", "schema"])) throw invalid(one.op, one.path ?? "");
    return model;
  }

  DeleteModel({ restApiId, modelName = "" }: G.DeleteModelRequest) {
    const { models, resources } = this.api(restApiId);
    found(models.get(modelName), `Invalid model name specified: ${modelName}`);
    for (const { path, methods } of resources.values())
      for (const [verb, one] of methods)
        if (JSON.stringify([one.requestModels, one.methodResponses]).includes(`"${modelName}"`))
          throw conflict(
            `Cannot delete model '${modelName}', is referenced in method request: ${path}/${verb}`,
          );
    models.delete(modelName);
    return {};
  }

  GetModels({ restApiId, position, limit }: G.GetModelsRequest) {
    return this.paged("items", [...this.api(restApiId).models.values()], position, { ...PAGES, most: limit });
  }

  CreateRequestValidator({ restApiId, ...validator }: G.CreateRequestValidatorRequest) {
    const made = {
      validateRequestBody: false,
      validateRequestParameters: false,
      ...validator,
      id: this.#draw(6),
    };
    this.api(restApiId).validators.set(made.id, made);
    return made;
  }

  UpdateRequestValidator({
    restApiId,
    requestValidatorId = "",
    patchOperations = [],
  }: G.UpdateRequestValidatorRequest) {
    const one = found(
      this.api(restApiId).validators.get(requestValidatorId),
      "Invalid Request Validator identifier specified",
    );
    for (const each of patchOperations)
      if (!patchPlain(one, each, ["name", "validateRequestBody", "validateRequestParameters"]))
        throw invalid(each.op, each.path ?? "");
    return one;
  }

  DeleteRequestValidator({ restApiId, requestValidatorId = "" }: G.DeleteRequestValidatorRequest) {
    this.api(restApiId).validators.delete(requestValidatorId);
    return {};
  }

  GetRequestValidators({ restApiId, position, limit }: G.GetRequestValidatorsRequest) {
    return this.paged("items", [...this.api(restApiId).validators.values()], position, {
      ...PAGES,
      most: limit,
    });
  }

  CreateAuthorizer({ restApiId, ...authorizer }: G.CreateAuthorizerRequest) {
    const { authorizers } = this.api(restApiId);
    if ([...authorizers.values()].some(({ name }) => name === authorizer.name))
      throw conflict("Authorizer name must be unique. Authorizer already exists in this RestApi.");
    const made = { ...authorizer, id: this.#draw(6), authType: authorizer.authType ?? "custom" };
    authorizers.set(made.id, made);
    return made;
  }

  UpdateAuthorizer({ restApiId, authorizerId = "", patchOperations = [] }: G.UpdateAuthorizerRequest) {
    const one = found(
      this.api(restApiId).authorizers.get(authorizerId),
      "Invalid Authorizer identifier specified",
    );
    const plain = [
      ...["name", "type", "authType", "authorizerUri", "authorizerCredentials", "identitySource"],
      ...["identityValidationExpression", "authorizerResultTtlInSeconds"],
    ];
    for (const each of patchOperations)
      if (each.path === "/providerARNs")
        one.providerARNs = changedSet(one.providerARNs, each.op, each.value ?? "");
      else if (!patchPlain(one, each, plain)) throw invalid(each.op, each.path ?? "");
    return one;
  }

  DeleteAuthorizer({ restApiId, authorizerId = "" }: G.DeleteAuthorizerRequest) {
    this.api(restApiId).authorizers.delete(authorizerId);
    return {};
  }

  GetAuthorizers({ restApiId, position, limit }: G.GetAuthorizersRequest) {
    return this.paged("items", [...this.api(restApiId).authorizers.values()], position, {
      ...PAGES,
      most: limit,
    });
  }

  PutGatewayResponse({ restApiId, ...response }: G.PutGatewayResponseRequest) {
    const one = { responseParameters: {}, responseTemplates: {}, ...response, defaultResponse: false };
    this.api(restApiId).responses.set(response.responseType ?? "", one);
    return one;
  }

  DeleteGatewayResponse({ restApiId, responseType = "" as "THROTTLED" }: G.DeleteGatewayResponseRequest) {
    if (!this.api(restApiId).responses.delete(responseType))
      throw absent("Gateway response type not defined on api");
    return {};
  }

  /** Those of its own too. */
  GetGatewayResponses({ restApiId, position, limit }: G.GetGatewayResponsesRequest) {
    const { responses } = this.api(restApiId);
    const own = (["ACCESS_DENIED", "THROTTLED"] as const)
      .filter((type) => !responses.has(type))
      .map((responseType) => ({
        responseType,
        defaultResponse: true,
        responseParameters: {},
        responseTemplates: {},
      }));
    return this.paged("items", [...responses.values(), ...own], position, { ...PAGES, most: limit });
  }

  CreateDocumentationPart({ restApiId, ...part }: G.CreateDocumentationPartRequest) {
    const made = { ...part, id: this.#draw(6) };
    this.api(restApiId).parts.set(made.id, made);
    return made;
  }

  UpdateDocumentationPart({
    restApiId,
    documentationPartId = "",
    patchOperations = [],
  }: G.UpdateDocumentationPartRequest) {
    const one = found(
      this.api(restApiId).parts.get(documentationPartId),
      "Invalid Documentation part identifier specified",
    );
    for (const each of patchOperations)
      if (!patchPlain(one, each, ["properties"])) throw invalid(each.op, each.path ?? "");
    return one;
  }

  DeleteDocumentationPart({ restApiId, documentationPartId = "" }: G.DeleteDocumentationPartRequest) {
    this.api(restApiId).parts.delete(documentationPartId);
    return {};
  }

  GetDocumentationParts({ restApiId, position, limit }: G.GetDocumentationPartsRequest) {
    return this.paged("items", [...this.api(restApiId).parts.values()], position, { ...PAGES, most: limit });
  }

  CreateDocumentationVersion({
    restApiId,
    documentationVersion: version = "",
    description,
  }: G.CreateDocumentationVersionRequest) {
    const made = { version, createdDate: this.#now(), ...(description !== undefined && { description }) };
    this.api(restApiId).versions.set(version, made);
    return made;
  }

  UpdateDocumentationVersion({
    restApiId,
    documentationVersion = "",
    patchOperations = [],
  }: G.UpdateDocumentationVersionRequest) {
    const one = found(
      this.api(restApiId).versions.get(documentationVersion),
      "Invalid Documentation version specified",
    );
    for (const each of patchOperations)
      if (!patchPlain(one, each, ["description"])) throw invalid(each.op, each.path ?? "");
    return one;
  }

  GetDocumentationVersions({ restApiId, position, limit }: G.GetDocumentationVersionsRequest) {
    return this.paged("items", [...this.api(restApiId).versions.values()], position, {
      ...PAGES,
      most: limit,
    });
  }

  CreateResource({ restApiId, parentId = "", pathPart = "" }: G.CreateResourceRequest) {
    const { resources } = this.api(restApiId);
    const parent = found(resources.get(parentId), "Invalid Resource identifier specified");
    const siblings = [...resources.values()].filter((one) => one.parentId === parentId);
    if (siblings.some((one) => one.pathPart === pathPart))
      throw conflict("Another resource with the same parent already has this name");
    const variable = siblings.find((one) => one.pathPart?.startsWith("{"));
    if (pathPart.startsWith("{") && variable !== undefined)
      throw bad(
        `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
      );
    const path = `${parent.path === "/" ? "" : parent.path}/${pathPart}`;
    const one: FakeResource = { id: this.#draw(6), parentId, pathPart, path, methods: new Map() };
    resources.set(one.id, one);
    return toldResource(one);
  }

  DeleteResource({ restApiId, resourceId = "" }: G.DeleteResourceRequest) {
    const { resources } = this.api(restApiId);
    const { path } = found(resources.get(resourceId), "Invalid Resource identifier specified");
    for (const [id, one] of resources)
      if (one.path === path || one.path.startsWith(`${path}/`)) resources.delete(id);
    return {};
  }

  GetResources({ restApiId, position, limit, embed }: G.GetResourcesRequest) {
    const all = [...this.api(restApiId).resources.values()].map((one) =>
      toldResource(one, embed?.includes("methods")),
    );
    return this.paged("items", all, position, { ...PAGES, most: limit });
  }

  PutMethod({ restApiId, resourceId = "", httpMethod = "", ...method }: G.PutMethodRequest) {
    const { authorizers, validators, models } = this.api(restApiId);
    const { methods } = this.#resource(restApiId, resourceId);
    if (methods.has(httpMethod)) throw conflict("Method already exists for this resource");
    const { authorizationType, authorizerId = "", requestValidatorId } = method;
    if (/^C/.test(authorizationType ?? "") && !authorizers.has(authorizerId))
      throw bad(
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
      );
    if (requestValidatorId !== undefined && !validators.has(requestValidatorId))
      throw bad("Invalid Request Validator identifier specified");
    for (const name of Object.values(method.requestModels ?? {}))
      if (!models.has(name)) throw bad(`Invalid model identifier specified: ${name}`);
    const one = { apiKeyRequired: false, ...method, httpMethod };
    methods.set(httpMethod, one);
    return one;
  }

  DeleteMethod({ restApiId, resourceId = "", httpMethod = "" }: G.DeleteMethodRequest) {
    this.#method(restApiId, resourceId, httpMethod);
    this.#resource(restApiId, resourceId).methods.delete(httpMethod);
    return {};
  }

  PutMethodResponse({
    restApiId,
    resourceId = "",
    httpMethod = "",
    statusCode = "",
    ...response
  }: G.PutMethodResponseRequest) {
    const method = this.#method(restApiId, resourceId, httpMethod);
    if (method.methodResponses?.[statusCode] !== undefined)
      throw conflict("Response already exists for this resource");
    for (const name of Object.values(response.responseModels ?? {}))
      if (!this.api(restApiId).models.has(name)) throw bad(`Invalid model identifier specified: ${name}`);
    method.methodResponses = { ...method.methodResponses, [statusCode]: { statusCode, ...response } };
    return method.methodResponses[statusCode];
  }

  PutIntegration(input: G.PutIntegrationRequest) {
    const {
      restApiId,
      resourceId = "",
      httpMethod = "",
      integrationHttpMethod,
      cacheNamespace,
      ...integration
    } = input;
    const method = this.#method(restApiId, resourceId, httpMethod);
    method.methodIntegration = {
      ...{ passthroughBehavior: "WHEN_NO_MATCH", timeoutInMillis: 29_000, cacheKeyParameters: [] },
      ...integration,
      cacheNamespace: cacheNamespace ?? resourceId,
      ...(integrationHttpMethod !== undefined && { httpMethod: integrationHttpMethod }),
    };
    return method.methodIntegration;
  }

  PutIntegrationResponse(input: G.PutIntegrationResponseRequest) {
    const { restApiId, resourceId = "", httpMethod = "", statusCode = "", ...response } = input;
    const method = this.#method(restApiId, resourceId, httpMethod);
    const integration = found(method.methodIntegration, "Invalid Integration identifier specified");
    if (method.methodResponses?.[statusCode] === undefined)
      throw absent("Invalid Response status code specified");
    integration.integrationResponses = {
      ...integration.integrationResponses,
      [statusCode]: { statusCode, ...response },
    };
    return integration.integrationResponses[statusCode];
  }

  CreateDeployment({ restApiId, description, stageName }: G.CreateDeploymentRequest) {
    const { resources, deployments } = this.api(restApiId);
    if (![...resources.values()].some(({ methods }) => methods.size > 0))
      throw bad("The REST API doesn't contain any methods");
    const snapshot = structuredClone([...resources.values()]);
    const id = this.#draw(6);
    const one = { id, createdDate: this.#now(), ...(description !== undefined && { description }), snapshot };
    deployments.set(id, one);
    if (stageName !== undefined) this.CreateStage({ restApiId, stageName, deploymentId: id });
    return toldDeployment(one);
  }

  /** As a document of OpenAPI: of the deployment, never of the API as it is by now. */
  GetExport({ restApiId, stageName = "" }: G.GetExportRequest) {
    const { deploymentId = "" } = this.#stage(restApiId, stageName);
    const { deployments, authorizers } = this.api(restApiId);
    const { snapshot } = found(deployments.get(deploymentId), "Invalid Deployment identifier specified");
    const named = new Map([...authorizers.values()].map(({ id = "", name = "" }) => [id, name]));
    return { body: new TextEncoder().encode(JSON.stringify({ paths: exportedPaths(snapshot, named) })) };
  }

  GetDeployments({ restApiId, position, limit }: G.GetDeploymentsRequest) {
    const all = [...this.api(restApiId).deployments.values()].map(toldDeployment);
    return this.paged("items", all, position, { ...PAGES, most: limit });
  }

  CreateStage({ restApiId, stageName = "", ...stage }: G.CreateStageRequest) {
    const { stages, deployments } = this.api(restApiId);
    if (stages.has(stageName)) throw conflict("Stage already exists");
    for (const id of [stage.deploymentId, stage.canarySettings?.deploymentId])
      if (id !== undefined && !deployments.has(id)) throw bad("Deployment id does not exist");
    const made: G.Stage = {
      ...{ cacheClusterEnabled: false, cacheClusterStatus: "NOT_AVAILABLE" as const, tracingEnabled: false },
      ...stage,
      ...{ stageName, methodSettings: {}, createdDate: this.#now(), lastUpdatedDate: this.#now() },
    };
    stages.set(stageName, made);
    return made;
  }

  GetStage({ restApiId, stageName = "" }: G.GetStageRequest) {
    return this.#stage(restApiId, stageName);
  }

  GetStages({ restApiId }: G.GetStagesRequest) {
    return { item: [...this.api(restApiId).stages.values()] };
  }

  UpdateStage({ restApiId, stageName = "", patchOperations = [] }: G.UpdateStageRequest) {
    const stage = this.#stage(restApiId, stageName);
    for (const one of patchOperations) patchStage(stage, one);
    stage.lastUpdatedDate = this.#now();
    return stage;
  }

  DeleteStage({ restApiId, stageName = "" }: G.DeleteStageRequest) {
    this.#stage(restApiId, stageName);
    this.api(restApiId).stages.delete(stageName);
    for (const plan of this.plans.values())
      plan.apiStages = (plan.apiStages ?? []).filter(
        (one) => one.apiId !== restApiId || one.stage !== stageName,
      );
    return {};
  }

  GetAccount() {
    return this.logRole === "" ? {} : { cloudwatchRoleArn: this.logRole };
  }

  GetClientCertificate({ clientCertificateId = "" }: G.GetClientCertificateRequest) {
    if (!this.certificates.has(clientCertificateId))
      throw absent("Invalid Client Certificate identifier specified");
    return { clientCertificateId };
  }

  CreateUsagePlan({ apiStages = [], ...plan }: G.CreateUsagePlanRequest) {
    return this.havePlan(this.#draw(6), { ...plan, apiStages });
  }

  /** Keeps a usage plan under an id of the test's own. */
  havePlan(id: string, plan: G.UsagePlan): G.UsagePlan {
    this.plans.set(id, { ...plan, id, keys: new Set() });
    return this.GetUsagePlan({ usagePlanId: id });
  }

  GetUsagePlan({ usagePlanId = "" }: G.GetUsagePlanRequest) {
    const { keys: _, ...plan } = found(this.plans.get(usagePlanId), "Invalid Usage Plan ID specified");
    return plan;
  }

  GetUsagePlans({ position, limit }: G.GetUsagePlansRequest) {
    const all = [...this.plans.keys()].map((usagePlanId) => this.GetUsagePlan({ usagePlanId }));
    return this.paged("items", all, position, { ...PAGES, most: limit });
  }

  UpdateUsagePlan({ usagePlanId = "", patchOperations = [] }: G.UpdateUsagePlanRequest) {
    const plan = found(this.plans.get(usagePlanId), "Invalid Usage Plan ID specified");
    for (const { op, path = "", value = "" } of patchOperations) {
      const [api = "", stage = ""] = (path === "/apiStages" ? value : (path.split("/")[2] ?? "")).split(":");
      const isIt = (one: G.ApiStage): boolean => one.apiId === api && one.stage === stage;
      if (!this.api(api).stages.has(stage))
        throw absent(
          `Invalid API Stage {api: ${api}, stage: ${stage}} specified for usageplan ${usagePlanId}`,
        );
      if (path === "/apiStages") {
        const others = (plan.apiStages ?? []).filter((one) => !isIt(one));
        plan.apiStages = op === "add" ? [...others, { apiId: api, stage }] : others;
        continue;
      }
      const [, , , , method = "", verb = "", limit = ""] = path.split("/");
      const one = found(plan.apiStages?.find(isIt), "Invalid API Stage specified");
      const key = `${method}/${verb}`;
      one.throttle = { ...one.throttle };
      if (op === "remove") delete one.throttle[key];
      else one.throttle[key] = { ...one.throttle[key], [limit]: Number(value) };
    }
    return this.GetUsagePlan({ usagePlanId });
  }

  CreateUsagePlanKey({ usagePlanId = "", keyId = "" }: G.CreateUsagePlanKeyRequest) {
    const { keys } = found(this.plans.get(usagePlanId), "Invalid Usage Plan ID specified");
    const { value, name } = found(this.keys.get(keyId), "Invalid API Key identifier specified");
    if (keys.has(keyId)) throw conflict(`Usage plan key already exists`);
    keys.add(keyId);
    return { id: keyId, type: "API_KEY", value, name };
  }

  GetUsagePlanKeys({ usagePlanId = "", position, limit }: G.GetUsagePlanKeysRequest) {
    const all = [...(this.plans.get(usagePlanId)?.keys ?? [])].map((id) => {
      const { name, value } = this.keys.get(id) ?? {};
      return { id, type: "API_KEY", name, value };
    });
    return this.paged("items", all, position, { ...PAGES, most: limit });
  }

  CreateApiKey(input: G.CreateApiKeyRequest) {
    return this.haveKey(this.#draw(10), input);
  }

  /** Keeps an API key under an id of the test's own. */
  haveKey(id: string, { stageKeys: _, generateDistinctId: __, ...input }: G.CreateApiKeyRequest): G.ApiKey {
    const { value = `drawn-${id}-aaaaaaaaaaaa` } = input;
    if ([...this.keys.values()].some((one) => one.value === value)) throw conflict("API Key already exists");
    const key = { enabled: false, ...input, value, id, createdDate: this.#now(), stageKeys: [] };
    this.keys.set(id, key);
    return key;
  }

  GetApiKey({ apiKey = "", includeValue }: G.GetApiKeyRequest) {
    const { value, ...key } = found(this.keys.get(apiKey), "Invalid API Key identifier specified");
    return { ...key, ...(includeValue && { value }) };
  }

  GetApiKeys({ position, limit, includeValues }: G.GetApiKeysRequest) {
    const all = [...this.keys.keys()].map((apiKey) =>
      this.GetApiKey({ apiKey, includeValue: includeValues }),
    );
    return this.paged("items", all, position, { ...PAGES, most: limit });
  }

  GetDomainNames({ position, limit }: G.GetDomainNamesRequest) {
    const all = [...this.domains.keys()].map((domainName) => ({
      domainName,
      endpointConfiguration: { types: ["REGIONAL"] },
    }));
    return this.paged("items", all, position, { ...PAGES, most: limit });
  }

  GetBasePathMappings({ domainName = "", position, limit }: G.GetBasePathMappingsRequest) {
    return this.paged("items", [...this.#domain(domainName).values()], position, { ...PAGES, most: limit });
  }

  GetBasePathMapping({ domainName = "", basePath = "" }: G.GetBasePathMappingRequest) {
    return found(this.#domain(domainName).get(basePath), "Invalid base path mapping identifier specified");
  }

  CreateBasePathMapping({
    domainName = "",
    basePath = "(none)",
    restApiId,
    stage,
  }: G.CreateBasePathMappingRequest) {
    const paths = this.#domain(domainName);
    if (paths.has(basePath)) throw conflict("Base path already exists for this domain name");
    if (stage !== undefined) this.#stage(restApiId, stage);
    const one = { basePath, restApiId, ...(stage !== undefined && { stage }) };
    paths.set(basePath, one);
    return one;
  }

  DeleteBasePathMapping({ domainName = "", basePath = "" }: G.DeleteBasePathMappingRequest) {
    this.GetBasePathMapping({ domainName, basePath });
    this.#domain(domainName).delete(basePath);
    return {};
  }

  api(restApiId = ""): FakeApi {
    return found(this.apis.get(restApiId), `Invalid API identifier specified ${this.account}:${restApiId}`);
  }

  /** Of an API, by its path. */
  resourceId(restApiId: string, path: string): string {
    const one = [...this.api(restApiId).resources.values()].find((each) => each.path === path);
    return found(one, `no resource ${path}`).id;
  }

  #domain(name: string): Map<string, G.BasePathMapping> {
    return found(this.domains.get(name), "Invalid domain name identifier specified");
  }

  #stage(restApiId: string | undefined, name: string): G.Stage {
    return found(this.api(restApiId).stages.get(name), "Invalid stage identifier specified");
  }

  #resource(restApiId: string | undefined, id: string): FakeResource {
    return found(this.api(restApiId).resources.get(id), "Invalid Resource identifier specified");
  }

  #method(restApiId: string | undefined, id: string, verb: string): G.Method {
    return found(this.#resource(restApiId, id).methods.get(verb), "Invalid Method identifier specified");
  }

  /** Each is a second after the last. */
  #now(): Date {
    return new Date(DAY + this.#drawn * 1000);
  }

  #draw(length: number): string {
    this.#drawn += 1;
    return `${this.salt}${this.#drawn.toString(36).padStart(length - this.salt.length, "0")}`;
  }
}

function toldResource({ methods, ...one }: FakeResource, whole = false): G.Resource {
  const all = [...methods].map(([verb, method]) => [verb, whole ? method : {}] as const);
  return { ...one, ...(all.length > 0 && { resourceMethods: Object.fromEntries(all) }) };
}

function toldDeployment({
  snapshot: _,
  ...one
}: G.Deployment & { readonly snapshot: readonly FakeResource[] }): G.Deployment {
  return one;
}

function found<T>(one: T | undefined, message: string): T {
  if (one === undefined) throw absent(message);
  return one;
}

const absent = (message: string): Error => awsError("NotFoundException", 404, message);
const conflict = (message: string): Error => awsError("ConflictException", 409, message);
const bad = (message: string): Error => awsError("BadRequestException", 400, message);
