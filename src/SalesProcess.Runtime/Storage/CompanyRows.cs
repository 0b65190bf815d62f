namespace SalesProcess.Runtime.Storage;

// What belongs to the company rather than to one step: definitions, texts, documents, customers, keys. Rows.cs says how rows are written.

/// <summary>A version of a definition.</summary>
public sealed class DefinitionRow
{
    public required string VersionId { get; set; }

    public required string DefinitionId { get; set; }

    public int Version { get; set; }

    public string? Name { get; set; }

    public bool IsLatest { get; set; }

    public bool IsPublished { get; set; }

    /// <summary>When it was published first; null for a draft.</summary>
    public long? PublishedAt { get; set; }

    public required string Json { get; set; }

    /// <summary>The versions of other workflows that this version runs as activities, by the way its nodes name them; null for a draft.</summary>
    public string? Composites { get; set; }

    public long CreatedAt { get; set; }
}

/// <summary>Text by its SHA-256: form schemas and rule files as they were when they were used.</summary>
public sealed class ContentRow
{
    public required string Hash { get; set; }

    public required string Text { get; set; }
}

/// <summary>A document's bytes and what is known of them.</summary>
public sealed class DocumentRow
{
    public required string Id { get; set; }

    public required string InstanceId { get; set; }

    public required string RootId { get; set; }

    public required string Name { get; set; }

    public required string ContentType { get; set; }

    public required string Sha256 { get; set; }

    public required byte[] Content { get; set; }

    public string? Author { get; set; }

    public required string Metadata { get; set; }

    public long CreatedAt { get; set; }
}

/// <summary>One vote of an approver on the bytes of a document. Never changed.</summary>
public sealed class ApprovalRow
{
    public required string TaskId { get; set; }

    public required string DocumentId { get; set; }

    public required string Sha256 { get; set; }

    public required string Role { get; set; }

    public required string User { get; set; }

    public required string Outcome { get; set; }

    public long At { get; set; }
}

/// <summary>A document that went to the customer. Never changed.</summary>
public sealed class SendingRow
{
    public required string Id { get; set; }

    public required string DocumentId { get; set; }

    public required string Sha256 { get; set; }

    public string? Recipient { get; set; }

    public string? Channel { get; set; }

    public long At { get; set; }
}

/// <summary>What a customer is recognised by: a normalised name, number, phone or mail of a deal.</summary>
public sealed class CustomerKeyRow
{
    public required string Key { get; set; }

    public required string RootId { get; set; }
}

/// <summary>The secret fields of a completed task, encrypted. They never enter a state, journal or log.</summary>
public sealed class SecretRow
{
    public required string TaskId { get; set; }

    public required string Ciphertext { get; set; }
}

/// <summary>An event for the world outside, thin; the outbox hands it on.</summary>
public sealed class NotificationRow
{
    public required string Id { get; set; }

    public required string InstanceId { get; set; }

    public required string EventType { get; set; }

    public required string Data { get; set; }

    public long At { get; set; }
}

/// <summary>A key of a machine: stored hashed, shown once.</summary>
public sealed class ApiKeyRow
{
    public required string Id { get; set; }

    public required string Hash { get; set; }

    public required string Name { get; set; }

    /// <summary>The person of the directory it acts as.</summary>
    public required string ActsAs { get; set; }

    public long CreatedAt { get; set; }

    public long? RevokedAt { get; set; }
}
