using System.Globalization;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.Liquid;

/// <summary>Takes a template's output up to a limit.</summary>
internal sealed class LimitedWriter() : StringWriter(CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        Check(1);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Check(count);
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Check(buffer.Length);
        base.Write(buffer);
    }

    public override void Write(string? value)
    {
        Check(value?.Length ?? 0);
        base.Write(value);
    }

    private void Check(int added)
    {
        if (GetStringBuilder().Length + added > LiquidSettings.MaxLength)
        {
            throw new ActivityFault($"Liquid: the text becomes longer than {LiquidSettings.MaxLength} characters.");
        }
    }
}
