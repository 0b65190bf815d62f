using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>What the server answered, read to its end.</summary>
internal sealed record ApiAnswer(string Request, int Status, string Text, HttpResponseHeaders Headers)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public JsonNode Json => JsonNode.Parse(Text) ?? throw new AssertionException($"{this} has no JSON.");

    /// <summary>The stable code of a refusal; null in any other answer.</summary>
    public string? Code => IsSuccess || !Text.StartsWith('{') ? null : Json["code"]?.GetValue<string>();

    public bool IsReplayed => Headers.TryGetValues("Idempotency-Replayed", out var values) && values.Contains("true");

    /// <summary>The pointers of what is wrong in the data.</summary>
    public IReadOnlyList<string> Pointers => [.. (Json["errors"] as JsonArray ?? []).Select(e => e!["pointer"]!.GetValue<string>())];

    /// <summary>Stops the test unless the answer is this one; the message shows what came instead.</summary>
    public ApiAnswer Expect(int status, string? code = null)
    {
        if (Status != status || (code is not null && Code != code))
        {
            throw new AssertionException($"Expected {status} {code}, but {this}");
        }

        return this;
    }

    public override string ToString() => $"{Request} was answered {Status}: {(Text.Length > 2000 ? Text[..2000] + "…" : Text)}";
}
