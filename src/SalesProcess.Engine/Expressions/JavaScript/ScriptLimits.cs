namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>What one evaluation of a script may use up. The count of statements is what normally stops a script that never ends, because it stops it at the same place on every machine; the time is the last resort.</summary>
/// <param name="Time">Wall-clock time.</param>
/// <param name="Memory">Bytes allocated in all, also those that are free again.</param>
/// <param name="Statements">Statements executed.</param>
/// <param name="Calls">Depth of calls.</param>
/// <param name="Pattern">Time for one match of a regular expression.</param>
internal sealed record ScriptLimits(TimeSpan Time, long Memory, int Statements, int Calls, TimeSpan Pattern)
{
    public static readonly ScriptLimits Default = new(TimeSpan.FromSeconds(2), 64 * 1024 * 1024, 2_000_000, 200, TimeSpan.FromMilliseconds(500));
}
