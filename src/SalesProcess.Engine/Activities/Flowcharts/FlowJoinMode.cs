namespace SalesProcess.Engine.Activities.Flowcharts;

/// <summary>How an activity with several inbound connections decides whether it runs.</summary>
public enum FlowJoinMode
{
    /// <summary>The first followed connection runs it; the others' ways to it are cancelled.</summary>
    WaitAny,

    /// <summary>All forward connections must be decided, and all followed.</summary>
    WaitAll,

    /// <summary>All forward connections must be decided, and at least one followed.</summary>
    WaitAllActive,
}
