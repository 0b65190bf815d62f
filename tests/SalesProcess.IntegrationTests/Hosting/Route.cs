using System.Text.RegularExpressions;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>A path of the server's own description of its API.</summary>
internal sealed partial record Route(string Path)
{
    /// <summary>Everything that can be read, as the OpenAPI document lists it. Health is open to everybody and left out.</summary>
    public static async Task<IReadOnlyList<Route>> ReadableAsync(PersonClient person)
    {
        var document = (await person.GetAsync("/openapi/v1.json")).Expect(200).Json;
        return
        [
            .. document["paths"]!.AsObject().Where(p => p.Value!["get"] is not null).Select(p => new Route(p.Key))
                .Where(r => !r.Path.StartsWith("/health", StringComparison.Ordinal)),
        ];
    }

    public bool HasParameter => Path.Contains('{', StringComparison.Ordinal);

    public string With(string id) => Parameter().Replace(Path, id);

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
