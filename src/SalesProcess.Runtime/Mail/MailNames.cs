using Fluid;
using Fluid.Ast;

namespace SalesProcess.Runtime.Mail;

/// <summary>Looks for names in a template that mean nothing there.</summary>
internal sealed class MailNames : AstVisitor
{
    private readonly List<string> _used = [];
    private readonly HashSet<string> _own = new(["forloop"], StringComparer.Ordinal);
    private readonly List<(string Name, string Message)> _faults = [];

    public static IReadOnlyList<(string Name, string Message)> Faults(IFluidTemplate template)
    {
        var names = new MailNames();
        names.VisitTemplate(template);
        return
        [
            .. names._faults,
            .. names._used.Distinct(StringComparer.Ordinal).Where(name => !names._own.Contains(name) && !MailValues.Names.Contains(name, StringComparer.Ordinal))
                .Select(name => (name, $"There is no variable '{name}'. There are {string.Join(", ", MailValues.Names)}.")),
        ];
    }

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        if (memberExpression.Segments is [IdentifierSegment first, ..])
        {
            _used.Add(first.Identifier);
        }

        return base.VisitMemberExpression(memberExpression);
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        if (!MailValues.Options.Filters.TryGetValue(filterExpression.Name, out _))
        {
            _faults.Add((filterExpression.Name, $"There is no filter '{filterExpression.Name}'."));
        }

        return base.VisitFilterExpression(filterExpression);
    }

    protected override Statement VisitAssignStatement(AssignStatement assignStatement)
    {
        _own.Add(assignStatement.Identifier);
        return base.VisitAssignStatement(assignStatement);
    }

    protected override Statement VisitCaptureStatement(CaptureStatement captureStatement)
    {
        _own.Add(captureStatement.Identifier);
        return base.VisitCaptureStatement(captureStatement);
    }

    protected override Statement VisitForStatement(ForStatement forStatement)
    {
        _own.Add(forStatement.Identifier);
        return base.VisitForStatement(forStatement);
    }

    protected override Statement VisitIncludeStatement(IncludeStatement includeStatement) => Alone(includeStatement, "include");

    protected override Statement VisitRenderStatement(RenderStatement renderStatement) => Alone(renderStatement, "render");

    protected override Statement VisitFromStatement(FromStatement fromStatement) => Alone(fromStatement, "from");

    private Statement Alone(Statement statement, string tag)
    {
        _faults.Add((tag, $"'{tag}' is not possible: a mail stands in one file."));
        return statement;
    }
}
