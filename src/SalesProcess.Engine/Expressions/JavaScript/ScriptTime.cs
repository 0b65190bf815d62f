using System.Globalization;
using Jint.Runtime;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>The time of the run, in UTC: <c>new Date()</c> gives the same in every repetition of it.</summary>
internal sealed class ScriptTime(Ambient ambient) : DefaultTimeSystem(TimeZoneInfo.Utc, CultureInfo.InvariantCulture)
{
    public override DateTimeOffset GetUtcNow() => ambient.Now.ToUniversalTime();
}
