using SalesProcess.Engine.Activities.Flowcharts;

namespace SalesProcess.Runtime;

/// <summary>Section <c>Workflows</c> of the configuration.</summary>
public sealed class WorkflowsOptions
{
    /// <summary>The folder of definitions, forms, calendars, directory and approval matrix; relative to the current folder.</summary>
    public string Path { get; set; } = "workflows";

    /// <summary>How flowcharts of new instances join: by counters (Elsa's default) or by tokens. Running instances keep theirs.</summary>
    public FlowchartMode FlowchartMode { get; set; }
}
