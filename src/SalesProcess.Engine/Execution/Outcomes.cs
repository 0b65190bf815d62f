namespace SalesProcess.Engine.Execution;

internal static class Outcomes
{
    /// <summary>A plain completion: connections without a port or from the port Done are followed.</summary>
    public static readonly IReadOnlyList<string> Done = ["Done"];
}
