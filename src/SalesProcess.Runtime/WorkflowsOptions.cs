namespace SalesProcess.Runtime;

/// <summary>Section <c>Workflows</c> of the configuration.</summary>
public sealed class WorkflowsOptions
{
    /// <summary>The folder of definitions, forms, calendars, directory and approval matrix; relative to the current folder.</summary>
    public string Path { get; set; } = "workflows";
}
