namespace SalesProcess.Engine.Activities.Control;

/// <summary>When a fork ends.</summary>
public enum ForkJoinMode
{
    /// <summary>After all branches.</summary>
    WaitAll,

    /// <summary>After the first branch; the others are cancelled.</summary>
    WaitAny,
}
