using System.Globalization;
using System.Text.Json;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities.Http;

/// <summary>What came of a request, as the stimulus carries it: an answer, no connection, no answer in time, or a refusal to send it at all.</summary>
public sealed record HttpReply
{
    public const string FailedToConnect = "Failed to connect";
    public const string Timeout = "Timeout";

    /// <summary>The status code; null if nothing was answered.</summary>
    public long? StatusCode { get; private init; }

    /// <summary><see cref="FailedToConnect"/> or <see cref="Timeout"/>, if nothing was answered.</summary>
    public string? Failure { get; private init; }

    /// <summary>Why the request was not made, or its answer not taken.</summary>
    public string? Refusal { get; private init; }

    public IReadOnlyDictionary<string, object?> Headers { get; private init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    public object? Content { get; private init; }

    public static Dictionary<string, object?> Answered(int statusCode, Dictionary<string, object?> headers, string? contentType, string? content) =>
        new(StringComparer.Ordinal) { ["statusCode"] = (long)statusCode, ["headers"] = headers, ["contentType"] = contentType, ["content"] = content };

    public static Dictionary<string, object?> Failed(string outcome) => new(StringComparer.Ordinal) { ["outcome"] = outcome };

    public static Dictionary<string, object?> Refuse(string reason) => new(StringComparer.Ordinal) { ["refusal"] = reason };

    /// <summary>Whether a body of this type is text (the rest is carried as base64).</summary>
    public static bool IsText(string? contentType) =>
        contentType is not null && (IsJson(contentType) || contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || contentType.EndsWith("xml", StringComparison.OrdinalIgnoreCase) || contentType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase));

    internal static HttpReply Read(IReadOnlyDictionary<string, object?> input, IReadOnlyList<long> expected)
    {
        if (input.GetValueOrDefault("refusal") is string refusal)
        {
            return new HttpReply { Refusal = refusal };
        }

        if (input.GetValueOrDefault("statusCode") is { } code)
        {
            return new HttpReply
            {
                StatusCode = ValueConverter.Convert<long>(code),
                Headers = input.GetValueOrDefault("headers") as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>(StringComparer.Ordinal),
                Content = Parse(input.GetValueOrDefault("content"), input.GetValueOrDefault("contentType") as string),
            };
        }

        // A trial run without a network names an outcome, or nothing: then all went as expected.
        return input.GetValueOrDefault("outcome") switch
        {
            FailedToConnect => new HttpReply { Failure = FailedToConnect },
            Timeout => new HttpReply { Failure = Timeout },
            string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var named) => new HttpReply { StatusCode = named },
            FlowSendHttpRequest.Unmatched => new HttpReply { StatusCode = Enumerable.Range(500, 100).First(c => !expected.Contains(c)) },
            _ => new HttpReply { StatusCode = expected.Count > 0 ? expected[0] : 200 },
        };
    }

    // A body that is called JSON and is none stays the text it is: the workflow can look at it, and the peer will not send another one.
    private static object? Parse(object? content, string? contentType)
    {
        if (content is not string text || contentType is null || !IsJson(contentType))
        {
            return content;
        }

        try
        {
            return text.Length == 0 ? null : ValueJson.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static bool IsJson(string contentType) =>
        contentType.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || contentType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
}
