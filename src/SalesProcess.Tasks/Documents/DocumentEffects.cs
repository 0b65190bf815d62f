using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks;

/// <summary>Keep a document's bytes, in the same commit as the step.</summary>
public sealed record StoreDocument(string Id, string Name, string ContentType, byte[] Content, string Sha256, IReadOnlyDictionary<string, object?> Metadata) : Effect;

/// <summary>Check a document (<see cref="DocumentRelease"/>) and send it; the bookmark is resumed with what became of it.</summary>
public sealed record SendDocument(string BookmarkId, string DocumentId, string Sha256, string Recipient, string? Channel) : Effect;

/// <summary>Look for other deals with one of these keys and remember them for this one; the bookmark is resumed with the matches.</summary>
public sealed record FindDuplicates(string BookmarkId, IReadOnlyList<string> Keys) : Effect;

/// <summary>Tell whoever subscribed that something happened.</summary>
public sealed record Notify(string EventType, IReadOnlyDictionary<string, object?> Data) : Effect;
