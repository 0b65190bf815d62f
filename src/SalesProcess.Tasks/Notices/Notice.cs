namespace SalesProcess.Tasks;

/// <summary>Why somebody is written to about a task.</summary>
public enum NoticeKind
{
    /// <summary>It is open to him and a few others.</summary>
    Opened,

    /// <summary>It is his now: opened for him, assigned, delegated, forwarded or handed back.</summary>
    Assigned,

    Reminder,

    /// <summary>It has come to him because it takes too long.</summary>
    Escalated,

    /// <summary>A decision was taken back, and the task is open again.</summary>
    Recalled,
}

/// <summary>What one person is told of one act.</summary>
public sealed record Notice(NoticeKind Kind, string Receiver)
{
    private static readonly Dictionary<string, NoticeKind> Kinds = Enum.GetValues<NoticeKind>().ToDictionary(Name, StringComparer.Ordinal);

    /// <summary>The kinds by their names in files.</summary>
    public static IReadOnlyDictionary<string, NoticeKind> ByName => Kinds;

    /// <summary>A kind as files and rows name it.</summary>
    public static string Name(NoticeKind kind) => kind.ToString().ToLowerInvariant();
}
