namespace SalesProcess.Engine.Execution;

/// <summary>When a child resumes the bookmark of its parent.</summary>
public enum ChildAnswer
{
    /// <summary>When it has ended. A faulted one has not: it can be retried.</summary>
    AtItsEnd,

    /// <summary>When it has ended, or an incident stops it.</summary>
    AtItsEndOrFault,

    /// <summary>After its first run, however that left it.</summary>
    AtOnce,
}
