using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>The document that describes the interface, made from what the endpoints say of themselves.</summary>
internal static class OpenApi
{
    private const string About =
        """
        A company's sales process as executable workflows with tasks for people.

        * Errors are problem details (RFC 9457) with a stable `code` and, for data, every wrong value under `errors`.
        * What does not exist and what the caller may not see is answered by the same 404.
        * Every POST and PATCH takes an `Idempotency-Key`: repeated, it is answered with the first answer and does nothing twice.
        * After a 2xx the whole consequence can be read: the next tasks, the parent's state, the other instances' events.
        * Titles follow `Accept-Language` (`en`, `zh-CN`).
        """;

    public static IServiceCollection AddSalesProcessOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.CreateSchemaReferenceId = type => type.Type == typeof(Plain) || type.Type == typeof(JsonText)
            ? null
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("Dto", "", StringComparison.Ordinal);
        options.AddDocumentTransformer(DescribeDocument);
        options.AddOperationTransformer(DescribeOperation);
    });

    /// <summary>The page at <c>/swagger</c>; what stands behind the authorization is for those who are signed in.</summary>
    public static void UseDescription(this WebApplication app, bool here)
    {
        if (here)
        {
            app.UseSwaggerUI(ui => ui.SwaggerEndpoint("/openapi/v1.json", "SalesProcess"));
        }
    }

    /// <summary>The document at <c>/openapi/v1.json</c>.</summary>
    public static void MapDescription(this WebApplication app, bool isOpen)
    {
        var document = app.MapOpenApi();
        if (isOpen)
        {
            document.AllowAnonymous();
        }
    }

    private static Task DescribeDocument(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo { Title = "SalesProcess", Version = "v1", Description = About };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A person's token. In Development: GET /dev/token?user=<person id>.",
            },
            ["apiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyHandler.Header, Description = "A machine's key." },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("apiKey", document)] = [] },
        ];
        return Task.CompletedTask;
    }

    private static async Task DescribeOperation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var takesKey = context.Description.HttpMethod == HttpMethods.Post || context.Description.HttpMethod == HttpMethods.Patch;
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path))
        {
            parameter.Description ??= PathParameter(parameter.Name!, context.Description.RelativePath!);
        }

        foreach (var parameter in metadata.OfType<AcceptedQuery>().SelectMany(q => q.Parameters))
        {
            operation.Parameters.Add(Query(parameter));
        }

        operation.Parameters.Add(Header("Accept-Language", "The language of titles: `en` or `zh-CN`.", "zh-CN"));
        if (takesKey)
        {
            operation.Parameters.Add(Header(IdempotencyKeys.Header, "1 to 255 visible ASCII characters. A request repeated under its key is answered as the first time.", "7f0c2c1e-order-4711"));
        }

        if (metadata.OfType<AcceptsIfMatch>().Any())
        {
            operation.Parameters.Add(Header("If-Match", "The ETag that it is to have still, with its quotes; a list of them, of which one has to match; or `*`. Where it may be left out, no version is asked for then.", "\"3\""));
        }

        if (metadata.OfType<AcceptsLastEventId>().Any())
        {
            operation.Parameters.Add(Header("Last-Event-ID", "The id of the last event that was heard: the stream goes on after it. Without it, it begins now.", "CfDJ8Iq3"));
        }

        if (metadata.OfType<AcceptsPrefer>().Any())
        {
            operation.Parameters.Add(Header("Prefer", "`return=minimal`: done is enough, the answer is 204 without a body.", "return=minimal"));
        }

        ShowAnswer(operation);
        DescribeHeaders(operation, takesKey, hasTag: metadata.OfType<AcceptsIfMatch>().Any() || operation.OperationId is "getTask" or "getFilter" or "getDocumentContent" or "getAttachmentContent");
        foreach (var body in operation.RequestBody?.Content?.Values ?? [])
        {
            body.Example = Examples.Request(operation.OperationId) ?? body.Example;
        }

        if (metadata.OfType<StreamsBody>().Any())
        {
            operation.RequestBody = await UploadBody.DescribeAsync(operation, context, ct);
        }

        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDto), null, ct);
        context.Document!.AddComponent("Problem", problem);
        foreach (var group in Codes(context.Description.HttpMethod!, operation, metadata).Distinct(StringComparer.Ordinal).GroupBy(Problem.StatusOf).OrderBy(g => g.Key))
        {
            operation.Responses ??= [];
            foreach (var code in group)
            {
                context.Document.AddComponent<IOpenApiExample>(code, new OpenApiExample { Summary = Problem.Codes[code].Title, Value = Examples.Problem(code) });
            }

            operation.Responses[group.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(", ", group.Select(code => $"`{code}`")),
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new()
                    {
                        Schema = new OpenApiSchemaReference("Problem", context.Document),
                        Examples = group.ToDictionary(code => code, IOpenApiExample (code) => new OpenApiExampleReference(code, context.Document), StringComparer.Ordinal),
                    },
                },
            };
        }
    }

    private static void ShowAnswer(OpenApiOperation operation)
    {
        foreach (var (_, answer) in (operation.Responses ?? []).Where(r => r.Key.StartsWith('2')))
        {
            foreach (var (type, body) in answer.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal))
            {
                body.Example = type == "application/json" ? Examples.Answer(operation.OperationId) : body.Example;
            }
        }
    }

    private static void DescribeHeaders(OpenApiOperation operation, bool takesKey, bool hasTag)
    {
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (answer is not OpenApiResponse response || !status.StartsWith('2'))
            {
                continue;
            }

            response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            if (hasTag)
            {
                response.Headers["ETag"] = AnswerHeader("What If-Match takes.");
            }

            if (status == "201")
            {
                response.Headers["Location"] = AnswerHeader("Where it is.");
            }

            if (takesKey)
            {
                response.Headers["Idempotency-Replayed"] = AnswerHeader("`true` if this is the answer of an earlier request with the same key.");
            }
        }
    }

    private static OpenApiHeader AnswerHeader(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static IEnumerable<string> Codes(string method, OpenApiOperation operation, IList<object> metadata)
    {
        var codes = metadata.OfType<RefusalsOf>().SelectMany(r => r.Codes)
            .Concat([RefusalCodes.Unauthenticated, RefusalCodes.UnknownParameter, Problem.InternalError, RefusalCodes.StoreBusy, RefusalCodes.Draining]);
        // What is sent is read even where nothing is asked for.
        var reads = method != HttpMethods.Get && method != HttpMethods.Delete;
        if (reads || metadata.OfType<AcceptedQuery>().Any() || metadata.OfType<AcceptsIfMatch>().Any())
        {
            codes = codes.Append(RefusalCodes.MalformedRequest);
        }

        if (reads)
        {
            codes = codes.Append(Problem.MediaTypeUnsupported);
        }

        if (method != HttpMethods.Get)
        {
            codes = codes.Append(RefusalCodes.PayloadTooLarge);
            if (!metadata.OfType<ChangesNothing>().Any())
            {
                codes = codes.Append(RefusalCodes.PermissionMissing);
            }
        }

        return method == HttpMethods.Post || method == HttpMethods.Patch ? codes.Append(RefusalCodes.IdempotencyKeyReused).Append(RefusalCodes.IdempotencyInProgress) : codes;
    }

    // "/tasks/{id}/complete": the id of what stands before it.
    private static string? PathParameter(string name, string path) => name switch
    {
        "name" => "The event's name.",
        "version" => "The version's number.",
        _ when path.IndexOf($"/{{{name}", StringComparison.Ordinal) is > 0 and var end && path[..end].Split('/')[^1] is { Length: > 1 } resource =>
            resource == "definitions" ? "The definition's id, the same for all its versions." : $"The id of the {resource.TrimEnd('s').Replace('-', ' ')}.",
        _ => null,
    };

    private static OpenApiParameter Query(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Description,
        Schema = parameter.Name switch
        {
            "limit" => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "200", Default = 50 },
            "version" => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
            "dueBefore" => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
            _ => new OpenApiSchema { Type = JsonSchemaType.String, Enum = parameter.Values.Count == 0 ? null : [.. parameter.Values.Select(v => JsonValue.Create(v)!)] },
        },
    };

    private static OpenApiParameter Header(string name, string description, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = JsonValue.Create(example),
    };
}
