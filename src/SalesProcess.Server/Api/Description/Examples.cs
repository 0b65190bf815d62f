using System.Text.Json.Nodes;

namespace SalesProcess.Server.Api;

/// <summary>
/// What the description of the interface shows: of each operation a request and its answer (<c>Examples/{operationId}.json</c>), of each code a problem (<c>Examples/problems.json</c>).
/// They are answers that were given, shortened.
/// </summary>
internal static class Examples
{
    private static readonly Lazy<JsonObject> Problems = new(() => Read("problems") ?? []);

    public static JsonNode? Request(string? operation) => Read(operation)?["request"]?.DeepClone();

    public static JsonNode? Answer(string? operation) => Read(operation)?["answer"]?.DeepClone();

    /// <summary>A problem of this code; null if the file does not know it.</summary>
    public static JsonNode? Problem(string code)
    {
        if (Problems.Value[code]?.DeepClone() is not JsonObject said)
        {
            return null;
        }

        var (status, title) = Api.Problem.Codes[code];
        var problem = new JsonObject { ["type"] = $"urn:salesprocess:problem:{code}", ["title"] = title, ["status"] = status, ["detail"] = said["detail"]!.DeepClone(), ["code"] = code, ["message"] = said["detail"]!.DeepClone() };
        problem["errors"] = said["errors"]?.DeepClone() ?? new JsonArray();
        foreach (var (name, value) in said.Where(member => member.Key is not ("detail" or "errors")))
        {
            problem[name] = value?.DeepClone();
        }

        return problem;
    }

    private static JsonObject? Read(string? name)
    {
        using var file = typeof(Examples).Assembly.GetManifestResourceStream($"examples/{name}.json");
        return file is null ? null : JsonNode.Parse(file)!.AsObject();
    }
}
