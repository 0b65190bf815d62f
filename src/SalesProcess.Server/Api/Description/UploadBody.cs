using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SalesProcess.Server.Api;

/// <summary>Describes the body of an upload: a file as it is, a form with one, or a link. Three kinds at one address, which an endpoint cannot say of itself.</summary>
internal static class UploadBody
{
    public static async Task<OpenApiRequestBody> DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        context.Document!.AddComponent("AddLink", await context.GetOrCreateSchemaAsync(typeof(AddLinkDto), null, ct));
        var bytes = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        var form = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["file"] = bytes },
        };
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/octet-stream"] = new() { Schema = bytes },
                ["multipart/form-data"] = new() { Schema = form },
                ["application/json"] = new() { Schema = new OpenApiSchemaReference("AddLink", context.Document), Example = Examples.Request(operation.OperationId) },
            },
        };
    }
}
