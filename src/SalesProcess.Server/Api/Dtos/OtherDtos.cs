using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SalesProcess.Server.Api;

/// <summary>A definition, as the list shows it.</summary>
internal record DefinitionSummary
{
    /// <summary>The same for all its versions.</summary>
    public required string Id { get; init; }

    public required int Version { get; init; }

    /// <summary>The version's own id.</summary>
    public required string VersionId { get; init; }

    public string? Name { get; init; }

    /// <summary>What people read, in the language of Accept-Language.</summary>
    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>The stage of the sales process it is.</summary>
    public StageDto? Stage { get; init; }

    /// <summary>New instances run this version.</summary>
    public required bool IsPublished { get; init; }

    /// <summary>There is no later version.</summary>
    public required bool IsLatest { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A definition with its content.</summary>
internal sealed record DefinitionDetail : DefinitionSummary
{
    [SetsRequiredMembers]
    internal DefinitionDetail(DefinitionSummary summary)
        : base(summary)
    {
    }

    /// <summary>All its versions, the latest first.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<DefinitionVersionDto> Versions { get; init; } = [];

    /// <summary>JSON Schema of the <c>input</c> that starts it, if it has one.</summary>
    [JsonPropertyOrder(1)]
    public JsonText? InputSchema { get; init; }

    /// <summary>The definition in Elsa's JSON format.</summary>
    public JsonText Definition { get; init; } = new("{}");

    /// <summary>What is wrong with it, or worth knowing.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<DiagnosticDto> Diagnostics { get; init; } = [];
}

/// <summary>A version of a definition.</summary>
internal sealed record DefinitionVersionDto(int Version, bool IsPublished, DateTimeOffset CreatedAt);

/// <summary>All definitions, each in its published version, or in its latest if none is published.</summary>
internal sealed record DefinitionPage(IReadOnlyList<DefinitionSummary> Items, string? NextCursor);

/// <summary>A finding about a definition.</summary>
/// <param name="Severity">error, warning or info.</param>
/// <param name="Path">Where: ids of activities from the workflow down, or a place in the file.</param>
/// <param name="Line">The line of the text that was sent, counted from one; null where there is no such text.</param>
/// <param name="Column">The column in characters, counted from one.</param>
internal sealed record DiagnosticDto(string Severity, string Code, string Path, string? ActivityId, string Message, int? Line = null, int? Column = null);

/// <summary>What a definition would be told when it is published.</summary>
internal sealed record DiagnosticsDto(bool IsValid, IReadOnlyList<DiagnosticDto> Diagnostics);

/// <summary>What is known of a document. Its bytes are at <c>/documents/{id}/content</c>.</summary>
internal sealed record DocumentDto
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string ContentType { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public required string InstanceId { get; init; }

    public required string RootId { get; init; }

    /// <summary>Whose step made it.</summary>
    public string? Author { get; init; }

    public required Plain Metadata { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The votes on exactly these bytes.</summary>
    public required IReadOnlyList<ApprovalDto> Approvals { get; init; }

    /// <summary>When it went to the customer.</summary>
    public required IReadOnlyList<SendingDto> Sendings { get; init; }
}

/// <summary>A vote on a document.</summary>
/// <param name="Sha256">The bytes that were voted on.</param>
internal sealed record ApprovalDto(string Role, string User, string Outcome, string Sha256, DateTimeOffset At);

/// <summary>A document that went out.</summary>
internal sealed record SendingDto(string? Recipient, string? Channel, string Sha256, DateTimeOffset At);

/// <summary>A machine's key, without the key itself.</summary>
internal record ApiKeyDto
{
    public required string Id { get; init; }

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>The person of the directory as whom it acts.</summary>
    public required string ActsAs { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>A new key.</summary>
internal sealed record NewApiKeyDto : ApiKeyDto
{
    /// <summary>The key, to be sent as <c>X-Api-Key</c>. It is shown this once; null when the request is repeated.</summary>
    public string? Key { get; init; }
}

/// <summary>The keys of all machines.</summary>
internal sealed record ApiKeyPage(IReadOnlyList<ApiKeyDto> Items, string? NextCursor);

/// <summary>Makes a key for a machine.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="ActsAs">The person of the directory as whom it acts.</param>
internal sealed record CreateApiKeyDto(string Name, string ActsAs);

/// <summary>A refusal (RFC 9457). Some codes have members of their own besides these.</summary>
internal sealed record ProblemDto
{
    /// <summary><c>urn:salesprocess:problem:{code}</c></summary>
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    /// <summary>Stable, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>For people; the same as <c>detail</c>.</summary>
    public required string Message { get; init; }

    /// <summary>Every wrong value, each with where it stands.</summary>
    public required IReadOnlyList<ProblemErrorDto> Errors { get; init; }
}

/// <summary>One wrong value.</summary>
/// <param name="Pointer">JSON pointer: into a task's <c>data</c> for its form, into the body otherwise; <c>?name</c> for a query parameter.</param>
internal sealed record ProblemErrorDto(string Pointer, string Code, string Message);

internal sealed record TokenDto(
    [property: System.Text.Json.Serialization.JsonPropertyName("access_token")] string AccessToken,
    [property: System.Text.Json.Serialization.JsonPropertyName("token_type")] string TokenType,
    [property: System.Text.Json.Serialization.JsonPropertyName("expires_in")] int ExpiresIn);

/// <summary>Whether the service can work.</summary>
internal sealed record HealthDto(string Status, IReadOnlyDictionary<string, string> Checks);
