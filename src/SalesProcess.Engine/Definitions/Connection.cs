namespace SalesProcess.Engine.Definitions;

/// <summary>An arrow of a flowchart, by activity ids. A connection without a port is followed by a plain completion.</summary>
public sealed record Connection(string Source, string? SourcePort, string Target, string? TargetPort);
