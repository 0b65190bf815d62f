using System.Text;

namespace SalesProcess.Engine.Values;

/// <summary>Names as Elsa writes them in type names and generated functions.</summary>
public static class PascalCase
{
    /// <summary>Letters at the start and after a separator become capitals, and the separators go.</summary>
    public static string Of(string name)
    {
        if (name.Length > 0 && !char.IsAsciiLetterLower(name[0]) && name.AsSpan().IndexOfAny(" _-") < 0)
        {
            return name;
        }

        var text = new StringBuilder(name.Length);
        var capital = true;
        foreach (var c in name)
        {
            if (c is ' ' or '_' or '-')
            {
                capital = true;
            }
            else
            {
                text.Append(capital ? char.ToUpperInvariant(c) : c);
                capital = false;
            }
        }

        return text.ToString();
    }
}
