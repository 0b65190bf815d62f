namespace SalesProcess.Engine.Activities.Flowcharts;

/// <summary>How a flowchart goes on when one of its activities has ended: by counters or by tokens.</summary>
internal interface IFlowWalk
{
    /// <summary>Follows the connections that leave a completed activity and schedules what is ready.</summary>
    void Leave(Activity activity, IReadOnlyList<string> outcomes);

    /// <summary>The turn of an activity has come: what else was on its way to it is cancelled, if it wants only one.</summary>
    void Enter(Activity activity);

    /// <summary>Nothing is under way any more, and nothing is owed.</summary>
    bool IsOver { get; }
}
